"""Gives out the numbers of a new index's terms, words, parts and facet values, whoever writes its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import count
from typing import NamedTuple

from django.db import connection
from psycopg.types.json import Jsonb

from search.entries import Value
from search.indexing import numbers
from search.indexing.common import Common

Keys = dict[str, Sequence[Hashable]]  # by what they are keys of
Numbers = dict[str, list[int]]  # of such keys, in their order
Give = Callable[[Keys], Numbers]
TERM, WORD, PART, FACET = "term", "word", "part", "facet"


class Counts(NamedTuple):
    """What one writer has counted: entries by key, of each kind; and each facet value as the entry with the highest
    number has it."""

    of: dict[str, Counter]
    values: dict[tuple[str, str], tuple[int, Value]]


class Numbering:
    """Numbers from 1 in the order they are asked for."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict] = {kind: {} for kind in (TERM, WORD, PART, FACET)}
        self._next = {kind: count(1) for kind in self._numbers}

    def give(self, keys: Keys) -> Numbers:
        return {kind: [self._number(kind, key) for key in wanted] for kind, wanted in keys.items()}

    def _number(self, kind: str, key: Hashable) -> int:
        held = self._numbers[kind]
        return held[key] if key in held else held.setdefault(key, next(self._next[kind]))

    def write(self, schema: str, common: Common, counted: Iterable[Counts]) -> None:
        """Write the tables of what was numbered, with what the writers have counted."""
        sums: dict[str, Counter] = {kind: Counter() for kind in self._numbers}
        values: dict[tuple[str, str], tuple[int, Value]] = {}
        for counts in counted:
            for kind, own in counts.of.items():
                sums[kind].update(own)
            for key, held in counts.values.items():
                values[key] = max(held, values.get(key, held), key=lambda held: held[0])
        of = self._numbers
        _copy(
            f"{schema}.term (id, lexeme, df, tiered, paired)",
            (
                (n, term, sums[TERM][term], term in common.tiered, term in common.paired)
                for term, n in of[TERM].items()
            ),
        )
        _copy(
            f"{schema}.word (id, word, letters, df)",
            ((n, word, numbers.letters(word), sums[WORD][word]) for word, n in of[WORD].items()),
        )
        _copy(
            f"{schema}.facet (id, facet, value, label, labels, tsv, n)",
            (
                (n, *key, v.label, Jsonb(v.labels), numbers.names_vector(v), sums[FACET][key])
                for key, n in of[FACET].items()
                for v in [values[key][1]]
            ),
        )
        _copy(f"{schema}.part (id, key)", ((n, key) for key, n in of[PART].items()))


def _copy(target: str, lines: Iterable[Sequence]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for line in lines:
            copy.write_row(line)
