"""Whether the index holds what it should."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from search import entries, indexing
from search.entries import Value
from search.indexing import asides
from search.indexing.schema import LIVE
from search.models import Rebuild


@dataclass(frozen=True)
class Beside:
    """Entries of one kind beside the counted ones."""

    kind: Value
    held: int
    expected: int

    @property
    def label(self) -> str:
        """What they are called in the active language."""
        return self.kind.in_language()


@dataclass(frozen=True)
class Health:
    """`entries` are those of the index, `expected` what its sources count; `waiting` were imported and are not taken
    over yet; `rebuilt_at` None: never. `beside` are the entries beside them, by kind: those held, those expected."""

    entries: int
    expected: int
    waiting: int
    words: int
    rebuilt_at: datetime | None
    beside: list[Beside]

    @property
    def whole(self) -> bool:
        return self.entries == self.expected and all(kind.held == kind.expected for kind in self.beside)


def health() -> Health:
    """As it is now."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT count(*) FROM {LIVE}.doc), (SELECT count(*) FROM {LIVE}.word WHERE df > 0)"
        )
        held, words = cursor.fetchone()
    last = Rebuild.objects.filter(state=Rebuild.State.FINISHED).first()
    expected = sum(source.count() for source in entries.sources())
    beside = [Beside(s.kind(), asides.held(s.name), s.count()) for s in entries.asides()]
    return Health(held, expected, indexing.waiting(), words, last and last.finished_at, beside)
