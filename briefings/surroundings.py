"""What stands around a publication on its page: other languages, neighbours, corrections, versions, related pieces.

`BESIDE` and `HISTORY` are parts of the one statement that reads a page (live.py): each is a value of the row called
`publication`, in JSON. Related pieces are asked for apart: how to find the newest of a topic depends on how many it has,
so that is planned each time. All is written out, since composing such unions in Python costs more than PostgreSQL needs
to answer them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from django.db import connections

from briefings.listed import COLUMNS, Listed
from briefings.models import Publication

SHOWN = 3


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
    def of(cls, beside: list[dict], history: list[dict]) -> Surroundings:
        """From what `BESIDE` and `HISTORY` answered; related pieces are not among it."""
        found, shown = cls(), set()
        for other in beside:
            relation, listed = other.pop("relation"), _listed(other)
            if relation == Relation.TRANSLATION:
                found.translations.append(listed)
            elif listed.pk in shown:
                continue
            elif relation == Relation.PREVIOUS:
                found.previous = listed
            else:
                found.next = listed
            shown.add(listed.pk)
        for past in history:
            moment = datetime.fromisoformat(past["moment"])
            if past["number"]:
                found.versions.append(PastVersion(past["number"], moment))
            else:
                found.corrections.append(CorrectionNote(past["note"], past["material"], moment))
        return found

    def add_related(self, publication: Publication, using: str) -> None:
        """Pieces that share tags, else topics, else the channel, and are not shown here already; one query."""
        beside = [*self.translations, *filter(None, (self.previous, self.next))]
        wanted = {
            "language": publication.language,
            "shown": [publication.pk, *(other.pk for other in beside)],
            "tags": [tag.id for tag in publication.says.tags],
            "topics": [topic.id for topic in publication.says.topics],
            "channel": publication.channel_id,
        }
        with connections[using].cursor() as cursor:
            cursor.execute(_RELATED, wanted)
            self.related = [Listed.of_row(row) for row in cursor.fetchall()]


def _listed(columns: dict) -> Listed:
    for name in ("published_at", "updated_at"):
        columns[name] = columns[name] and datetime.fromisoformat(columns[name])
    return Listed(**columns)


_NEWEST = "ORDER BY published_at DESC NULLS LAST, briefing_id DESC"
_OLDEST = "ORDER BY published_at ASC NULLS FIRST, briefing_id ASC"
_SHOWN = ", ".join(f"other.{column}" for column in COLUMNS)
_OTHER = "FROM briefings_publication AS other WHERE NOT other.retracted"
# Neighbours share the series, else the channel, else the site. One of three holds; the others are not even begun.
_WITHIN = (
    "publication.series_id IS NOT NULL AND other.series_id = publication.series_id",
    "publication.series_id IS NULL AND other.channel_id = publication.channel_id",
    "publication.series_id IS NULL AND publication.channel_id IS NULL",
)


def _neighbour(relation: Relation, side: str, order: str) -> list[str]:
    """Of one language; `side` compares with the piece itself."""
    beside = (
        f"(other.published_at, other.briefing_id) {side} (publication.published_at, publication.briefing_id)"
    )
    return [
        f"SELECT {relation:d} AS relation, {_SHOWN} {_OTHER} AND other.language = publication.language"
        f" AND {within} AND {beside} {order} LIMIT 1"
        for within in _WITHIN
    ]


_PARTS = [
    f"SELECT {Relation.TRANSLATION:d} AS relation, {_SHOWN} {_OTHER}"
    " AND other.briefing_id <> publication.briefing_id AND other.translation_key = publication.translation_key",
    *_neighbour(Relation.PREVIOUS, "<", _NEWEST),
    *_neighbour(Relation.NEXT, ">", _OLDEST),
]
_UNION = " UNION ALL ".join(f"({part})" for part in _PARTS)
BESIDE = f"SELECT coalesce(json_agg(beside ORDER BY relation, language, briefing_id), '[]') FROM ({_UNION}) AS beside"
HISTORY = """
SELECT coalesce(json_agg(past ORDER BY moment DESC), '[]') FROM (
    SELECT number, '' AS note, FALSE AS material, published_at AS moment FROM briefings_publishedversion
     WHERE publication_id = publication.briefing_id AND number <> publication.version
    UNION ALL
    SELECT 0, note, material, made_at FROM briefings_publishedcorrection
     WHERE publication_id = publication.briefing_id) AS past"""


def _candidates(relation: Relation, condition: str) -> str:
    """As many as are shown: those that stand on the page already are left out, and twice the same is one."""
    return (
        f"(SELECT {relation:d} AS relation, briefing_id, published_at {_OTHER} AND other.language = %(language)s"
        f" AND NOT other.briefing_id = ANY(%(shown)s) AND {condition} {_NEWEST} LIMIT {3 * SHOWN})"
    )


def _linked(link: str, column: str, wanted: str) -> str:
    return f"briefing_id IN (SELECT publication_id FROM {link} WHERE {column} = ANY(%({wanted})s::bigint[]))"


_CANDIDATES = " UNION ALL ".join(
    (
        _candidates(Relation.TAG, _linked("briefings_publication_tags", "tag_id", "tags")),
        _candidates(Relation.TOPIC, _linked("briefings_publication_topics", "topic_id", "topics")),
        _candidates(Relation.CHANNEL, "channel_id = %(channel)s"),
    )
)
_RELATED = f"""
WITH nearest AS (
    SELECT briefing_id, min(relation) AS relation, published_at FROM ({_CANDIDATES}) AS candidate
     GROUP BY briefing_id, published_at ORDER BY min(relation), published_at DESC NULLS LAST, briefing_id DESC
     LIMIT {SHOWN})
SELECT {_SHOWN} FROM nearest JOIN briefings_publication AS other USING (briefing_id)
 ORDER BY relation, other.published_at DESC NULLS LAST, other.briefing_id DESC"""
