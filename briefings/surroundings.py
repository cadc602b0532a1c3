"""What stands around a publication on its page: other languages, neighbours, related pieces, corrections, versions.

`OTHERS` and `HISTORY` are parts of the one statement that reads a page (live.py): each is a value of the row called
`publication`, in JSON. They are written out, since composing a union of eight in Python costs more than PostgreSQL
needs to answer it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from briefings.listed import COLUMNS, Listed

RELATED = 3


class Relation(IntEnum):
    """Why another publication is shown, the nearest first: a piece is shown where it matters most."""

    TRANSLATION, PREVIOUS, NEXT, TAG, TOPIC, CHANNEL = range(6)


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
    def of(cls, others: list[dict], history: list[dict]) -> Surroundings:
        """From what `OTHERS` and `HISTORY` answered."""
        found = cls()
        for other in others:
            found._place(other.pop("relation"), _listed(other))
        for past in history:
            moment = datetime.fromisoformat(past["moment"])
            if past["number"]:
                found.versions.append(PastVersion(past["number"], moment))
            else:
                found.corrections.append(CorrectionNote(past["note"], past["material"], moment))
        return found

    def _place(self, relation: int, other: Listed) -> None:
        if relation == Relation.TRANSLATION:
            self.translations.append(other)
        elif relation == Relation.PREVIOUS:
            self.previous = other
        elif relation == Relation.NEXT:
            self.next = other
        else:
            self.related.append(other)


def _listed(columns: dict) -> Listed:
    for name in ("published_at", "updated_at"):
        columns[name] = columns[name] and datetime.fromisoformat(columns[name])
    return Listed(**columns)


_NEWEST = "ORDER BY published_at DESC NULLS LAST, briefing_id DESC"
_OLDEST = "ORDER BY published_at ASC NULLS FIRST, briefing_id ASC"
_LISTED = "FROM briefings_publication AS other WHERE NOT other.retracted AND other.briefing_id <> publication.briefing_id"
_SAME = f"{_LISTED} AND other.language = publication.language"
# A few more than are shown, since some are neighbours or come twice.
_CANDIDATES = f"{_NEWEST} LIMIT 8"
# Neighbours share the series, else the channel, else the site. One of three holds; the others are not even begun.
_WITHIN = (
    "publication.series_id IS NOT NULL AND other.series_id = publication.series_id",
    "publication.series_id IS NULL AND other.channel_id = publication.channel_id",
    "publication.series_id IS NULL AND publication.channel_id IS NULL",
)


def _neighbour(relation: Relation, side: str, order: str) -> list[tuple[Relation, str]]:
    beside = (
        f"(other.published_at, other.briefing_id) {side} (publication.published_at, publication.briefing_id)"
    )
    return [(relation, f"{_SAME} AND {within} AND {beside} {order} LIMIT 1") for within in _WITHIN]


def _sharing(link: str, column: str) -> str:
    own = f"SELECT own.{column} FROM {link} AS own WHERE own.publication_id = publication.briefing_id"
    same = f"SELECT link.publication_id FROM {link} AS link WHERE link.{column} = ANY(ARRAY({own}))"
    return f"{_SAME} AND other.briefing_id IN ({same}) {_CANDIDATES}"


_PARTS = [
    (Relation.TRANSLATION, f"{_LISTED} AND other.translation_key = publication.translation_key"),
    *_neighbour(Relation.PREVIOUS, "<", _NEWEST),
    *_neighbour(Relation.NEXT, ">", _OLDEST),
    (Relation.TAG, _sharing("briefings_publication_tags", "tag_id")),
    (Relation.TOPIC, _sharing("briefings_publication_topics", "topic_id")),
    (Relation.CHANNEL, f"{_SAME} AND other.channel_id = publication.channel_id {_CANDIDATES}"),
]
_UNION = " UNION ALL ".join(
    f"(SELECT {relation:d} AS relation, briefing_id, published_at {part})" for relation, part in _PARTS
)
OTHERS = f"""
WITH candidate AS (SELECT DISTINCT ON (briefing_id) * FROM ({
    _UNION
}) AS found ORDER BY briefing_id, relation),
ranked AS (
    SELECT briefing_id, relation, row_number() OVER (
        PARTITION BY relation >= {Relation.TAG:d}
        ORDER BY relation, published_at DESC NULLS LAST, briefing_id DESC) AS place
    FROM candidate),
shown AS (
    SELECT relation, {", ".join(COLUMNS)} FROM ranked JOIN briefings_publication USING (briefing_id)
     WHERE relation < {Relation.TAG:d} OR place <= {RELATED}
     ORDER BY relation, CASE relation WHEN {Relation.TRANSLATION:d} THEN language END, place)
SELECT coalesce(json_agg(shown), '[]') FROM shown"""
HISTORY = """
SELECT coalesce(json_agg(past), '[]') FROM (
    SELECT number, '' AS note, FALSE AS material, published_at AS moment FROM briefings_publishedversion
     WHERE publication_id = publication.briefing_id AND number <> publication.version
    UNION ALL
    SELECT 0, note, material, made_at FROM briefings_publishedcorrection
     WHERE publication_id = publication.briefing_id
    ORDER BY moment DESC) AS past"""
