"""What stands around a publication on its page: other languages, neighbours, related pieces, corrections, versions.

`BESIDE` and `HISTORY` are parts of the one statement that reads a page (live.py): each is a value of the row called
`publication`, in JSON. They are written out, since composing such unions in Python costs more than PostgreSQL needs to
answer them. What is related was found when the piece was published; the newest of its channel fill up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from briefings.listed import COLUMNS, Listed

SHOWN = 3


class Relation(IntEnum):
    """Why another publication is shown, the nearest first: a piece is shown where it matters most."""

    TRANSLATION, PREVIOUS, NEXT, RELATED, CHANNEL = range(5)


@dataclass(frozen=True)
class PastVersion:
    """A version that was public once; the live one is not among them."""

    number: int
    published_at: datetime


@dataclass(frozen=True)
class CorrectionNote:
    note: str
    material: bool
    made_at: datetime


@dataclass
class Surroundings:
    """Everything beside the piece itself; empty for a preview."""

    translations: list[Listed] = field(default_factory=list)
    previous: Listed | None = None
    next: Listed | None = None
    related: list[Listed] = field(default_factory=list)
    corrections: list[CorrectionNote] = field(default_factory=list)
    versions: list[PastVersion] = field(default_factory=list)

    @classmethod
    def of(cls, beside: list[dict], history: list[dict]) -> Surroundings:
        """From what `BESIDE` and `HISTORY` answered."""
        found, shown = cls(), set()
        for other in beside:
            relation, _place, listed = other.pop("relation"), other.pop("place"), _listed(other)
            if relation == Relation.TRANSLATION:
                found.translations.append(listed)
            elif listed.pk in shown:
                continue
            elif relation == Relation.PREVIOUS:
                found.previous = listed
            elif relation == Relation.NEXT:
                found.next = listed
            elif len(found.related) < SHOWN:
                found.related.append(listed)
            shown.add(listed.pk)
        for past in history:
            moment = datetime.fromisoformat(past["moment"])
            if past["number"]:
                found.versions.append(PastVersion(past["number"], moment))
            else:
                found.corrections.append(CorrectionNote(past["note"], past["material"], moment))
        return found


def _listed(columns: dict) -> Listed:
    for name in ("published_at", "updated_at"):
        columns[name] = columns[name] and datetime.fromisoformat(columns[name])
    return Listed(**columns)


_NEWEST = "ORDER BY published_at DESC NULLS LAST, briefing_id DESC"
_OLDEST = "ORDER BY published_at ASC NULLS FIRST, briefing_id ASC"
_SHOWN = ", ".join(f"other.{column}" for column in COLUMNS)
_NAMED = _SHOWN.replace(
    "other.card", "'{}'::jsonb AS card"
)  # for those that are named only: a card is most of a row
_OTHER = "FROM briefings_publication AS other WHERE NOT other.retracted"
# Neighbours share the series, else the channel, else the site. One of three holds; the others are not even begun.
_WITHIN = (
    "publication.series_id IS NOT NULL AND other.series_id = publication.series_id",
    "publication.series_id IS NULL AND other.channel_id = publication.channel_id",
    "publication.series_id IS NULL AND publication.channel_id IS NULL",
)

# Both neighbours may be among what is related and what is new. The channel is not even begun where enough is related.
_FEW = f"coalesce(cardinality(publication.related), 0) < {2 * SHOWN}"


def _neighbour(relation: Relation, side: str, order: str) -> list[str]:
    """Of one language; `side` compares with the piece itself."""
    beside = (
        f"(other.published_at, other.briefing_id) {side} (publication.published_at, publication.briefing_id)"
    )
    return [
        f"SELECT {relation:d} AS relation, 0 AS place, {_NAMED} {_OTHER} AND other.language = publication.language"
        f" AND {within} AND {beside} {order} LIMIT 1"
        for within in _WITHIN
    ]


_PARTS = [
    f"SELECT {Relation.TRANSLATION:d} AS relation, 0 AS place, {_NAMED} {_OTHER}"
    " AND other.briefing_id <> publication.briefing_id AND other.translation_key = publication.translation_key",
    *_neighbour(Relation.PREVIOUS, "<", _NEWEST),
    *_neighbour(Relation.NEXT, ">", _OLDEST),
    f"SELECT {Relation.RELATED:d} AS relation, array_position(publication.related, other.briefing_id) AS place, {_SHOWN}"
    f" {_OTHER} AND other.language = publication.language AND other.briefing_id = ANY(publication.related)"
    f" ORDER BY place LIMIT {SHOWN + 2}",
    f"SELECT {Relation.CHANNEL:d} AS relation, (row_number() OVER ({_NEWEST}))::int AS place, {_SHOWN} {_OTHER}"
    f" AND other.language = publication.language AND {_FEW} AND other.channel_id = publication.channel_id"
    f" AND other.briefing_id <> publication.briefing_id {_NEWEST} LIMIT {SHOWN + 2}",
]
_UNION = " UNION ALL ".join(f"({part})" for part in _PARTS)
BESIDE = f"SELECT coalesce(json_agg(beside ORDER BY relation, place, language, briefing_id), '[]') FROM ({_UNION}) AS beside"
HISTORY = """
SELECT coalesce(json_agg(past ORDER BY moment DESC), '[]') FROM (
    SELECT number, '' AS note, FALSE AS material, published_at AS moment FROM briefings_publishedversion
     WHERE publication_id = publication.briefing_id AND number <> publication.version
    UNION ALL
    SELECT 0, note, material, made_at FROM briefings_publishedcorrection
     WHERE publication_id = publication.briefing_id) AS past"""
