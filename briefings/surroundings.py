"""What stands around a publication on its page: other languages, neighbours, related pieces, corrections, versions.

Two queries whatever there is: one for all other publications, one for the history. Both are written out, since
composing a union of six in Python costs more than PostgreSQL needs to answer it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from django.db import connections, router

from briefings.models import Publication

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

    translations: list[Publication] = field(default_factory=list)
    previous: Publication | None = None
    next: Publication | None = None
    related: list[Publication] = field(default_factory=list)
    corrections: list[CorrectionNote] = field(default_factory=list)
    versions: list[PastVersion] = field(default_factory=list)

    @classmethod
    def of(cls, publication: Publication) -> Surroundings:
        """Read what surrounds a publication that readers can see."""
        found = cls()
        found._read_others(publication)
        found._read_history(publication)
        return found

    def _read_others(self, publication: Publication) -> None:
        for other in _others(publication):
            if other.relation == Relation.TRANSLATION:
                self.translations.append(other)
            elif other.relation == Relation.PREVIOUS:
                self.previous = other
            elif other.relation == Relation.NEXT:
                self.next = other
            else:
                self.related.append(other)

    def _read_history(self, publication: Publication) -> None:
        with connections[router.db_for_read(Publication)].cursor() as cursor:
            cursor.execute(_HISTORY, {"id": publication.pk, "version": publication.version})
            for number, note, material, moment in cursor.fetchall():
                if number:
                    self.versions.append(PastVersion(number, moment))
                else:
                    self.corrections.append(CorrectionNote(note, material, moment))


def _others(publication: Publication) -> Iterable[Publication]:
    """Other publications with their `relation`, the nearest first, then the newest."""
    says = publication.says
    wanted = {
        "id": publication.pk,
        "moment": publication.published_at,
        "language": publication.language,
        "key": publication.translation_key,
        "series": publication.series_id,
        "channel": publication.channel_id,
        "tags": [tag.id for tag in says.tags],
        "topics": [topic.id for topic in says.topics],
    }
    within = "series" if publication.series_id else "channel" if publication.channel_id else "site"
    return Publication.objects.raw(_OTHERS[within], wanted)


_COLUMNS = "briefing_id, kind, language, title, byline, year, slug, published_at, card"
_KEYS = "briefing_id, published_at"
_NEWEST = "ORDER BY published_at DESC NULLS LAST, briefing_id DESC"
_OLDEST = "ORDER BY published_at ASC NULLS FIRST, briefing_id ASC"
_LISTED = "FROM briefings_publication WHERE NOT retracted AND briefing_id <> %(id)s"
_SAME = f"{_LISTED} AND language = %(language)s"
# A few more than are shown, since some are neighbours or come twice.
_CANDIDATES = f"{_NEWEST} LIMIT 8"


def _statement(within: str) -> str:
    """The union; `within` is the condition that neighbours share."""
    parts = {
        Relation.TRANSLATION: f"{_LISTED} AND translation_key = %(key)s",
        Relation.PREVIOUS: f"{_SAME} AND {within} AND (published_at, briefing_id) < (%(moment)s, %(id)s)"
        f" {_NEWEST} LIMIT 1",
        Relation.NEXT: f"{_SAME} AND {within} AND (published_at, briefing_id) > (%(moment)s, %(id)s)"
        f" {_OLDEST} LIMIT 1",
        Relation.TAG: f"{_SAME} AND briefing_id IN (SELECT publication_id FROM briefings_publication_tags"
        f" WHERE tag_id = ANY(%(tags)s::bigint[])) {_CANDIDATES}",
        Relation.TOPIC: f"{_SAME} AND briefing_id IN (SELECT publication_id FROM briefings_publication_topics"
        f" WHERE topic_id = ANY(%(topics)s::bigint[])) {_CANDIDATES}",
        Relation.CHANNEL: f"{_SAME} AND channel_id = %(channel)s {_CANDIDATES}",
    }
    union = " UNION ALL ".join(
        f"(SELECT {relation:d} AS relation, {_KEYS} {part})" for relation, part in parts.items()
    )
    return f"""
WITH candidate AS (SELECT DISTINCT ON (briefing_id) * FROM ({union}) AS found ORDER BY briefing_id, relation),
ranked AS (
    SELECT briefing_id, relation, row_number() OVER (
        PARTITION BY relation >= {Relation.TAG:d}
        ORDER BY relation, published_at DESC NULLS LAST, briefing_id DESC) AS place
    FROM candidate)
SELECT relation, {_COLUMNS} FROM ranked JOIN briefings_publication USING (briefing_id)
 WHERE relation < {Relation.TAG:d} OR place <= {RELATED}
 ORDER BY relation, CASE relation WHEN {Relation.TRANSLATION:d} THEN language END, place"""


_OTHERS = {
    "series": _statement("series_id = %(series)s"),
    "channel": _statement("channel_id = %(channel)s"),
    "site": _statement("TRUE"),
}
_HISTORY = """
SELECT number, '', FALSE, published_at AS moment FROM briefings_publishedversion
 WHERE publication_id = %(id)s AND number <> %(version)s
UNION ALL
SELECT 0, note, material, made_at FROM briefings_publishedcorrection WHERE publication_id = %(id)s
ORDER BY moment DESC
"""
