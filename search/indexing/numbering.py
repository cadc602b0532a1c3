"""Gives out the numbers of a new index's terms, words, parts and facet values, whoever writes its entries."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import batched, count, zip_longest
from typing import NamedTuple

from django.db import connection
from psycopg.types.json import Jsonb

from search.entries import Value
from search.indexing import numbers
from search.indexing.common import FLAGS, Common

Keys = dict[str, Sequence[Hashable]]  # by what they are keys of
Numbers = dict[str, list[int]]  # of such keys, in their order
Give = Callable[[Keys], Numbers]
TERM, WORD, PART, FACET = "term", "word", "part", "facet"


class Counts(NamedTuple):
    """What one writer has counted: entries by the numbers of what they hold, of each kind; and each facet value as the
    entry with the highest number has it."""

    of: dict[str, list[int]]
    values: dict[tuple[str, str], tuple[int, Value]]


class Numbering:
    """Numbers from 1 in the order they are asked for; the terms that are `first` have the first."""

    def __init__(self, common: Common, first: Sequence[str]) -> None:
        self._common = common
        self._numbers: dict[str, dict] = {kind: {} for kind in (TERM, WORD, PART, FACET)}
        self._next = {kind: count(1) for kind in self._numbers}
        self.give({TERM: first})

    def give(self, keys: Keys) -> Numbers:
        return {kind: [self._number(kind, key) for key in wanted] for kind, wanted in keys.items()}

    def _number(self, kind: str, key: Hashable) -> int:
        held = self._numbers[kind]
        return held[key] if key in held else held.setdefault(key, next(self._next[kind]))

    def write(self, schema: str, counted: Iterable[Counts]) -> None:
        """Write the tables of what was numbered, with what the writers have counted."""
        of, common, counted = self._numbers, self._common, list(counted)
        sums = {kind: _sums([counts.of[kind] for counts in counted]) for kind in (TERM, WORD, FACET)}
        values: dict[tuple[str, str], tuple[int, Value]] = {}
        for counts in counted:
            for key, held in counts.values.items():
                values[key] = max(held, values.get(key, held), key=lambda held: held[0])
        _copy(
            f"{schema}.term (id, lexeme, df, {FLAGS})",
            (
                "\t".join([str(n), term, str(df), *("01"[term in chosen] for chosen in common)])
                for (term, n), df in zip_longest(of[TERM].items(), sums[TERM], fillvalue=0)
            ),
        )
        _copy(
            f"{schema}.word (id, word, letters, df)",
            (
                f"{n}\t{word}\t{numbers.letters(word)}\t{df}"
                for (word, n), df in zip(of[WORD].items(), sums[WORD], strict=False)
            ),
        )
        with connection.cursor() as cursor:
            with cursor.copy(
                f"COPY {schema}.facet (id, facet, value, label, labels, tsv, n) FROM STDIN"
            ) as copy:
                for (key, n), df in zip(of[FACET].items(), sums[FACET], strict=False):
                    value = values[key][1]
                    copy.write_row(
                        (n, *key, value.label, Jsonb(value.labels), numbers.names_vector(value), df)
                    )
            with cursor.copy(f"COPY {schema}.part (id, key) FROM STDIN") as copy:
                for key, n in of[PART].items():
                    copy.write_row((n, key))


def _sums(counted: list[list[int]]) -> list[int]:
    """Of the numbers from 1 on."""
    return [sum(each) for each in zip_longest(*counted, fillvalue=0)][1:]


def _copy(target: str, lines: Iterable[str]) -> None:
    """Lines of COPY's text form: terms and words hold letters and digits, nothing that it would want escaped."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for some in batched(lines, 10_000):
            copy.write("\n".join([*some, ""]).encode())
