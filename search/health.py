"""Whether the index holds what it should."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from search import entries, indexing
from search.indexing.schema import LIVE
from search.models import Rebuild


@dataclass(frozen=True)
class Health:
    """`entries` are those of the index, `expected` what its sources count; `waiting` were imported and are not taken
    over yet; `rebuilt_at` None: never."""

    entries: int
    expected: int
    waiting: int
    words: int
    rebuilt_at: datetime | None

    @property
    def whole(self) -> bool:
        return self.entries == self.expected


def health() -> Health:
    """As it is now."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT count(*) FROM {LIVE}.doc), (SELECT count(*) FROM {LIVE}.word WHERE df > 0)"
        )
        held, words = cursor.fetchone()
    last = Rebuild.objects.filter(state=Rebuild.State.FINISHED).first()
    expected = sum(source.count() for source in entries.sources())
    return Health(held, expected, indexing.waiting(), words, last and last.finished_at)
