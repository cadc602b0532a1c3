"""How many entries have each facet value.

PostgreSQL hands the values of all matches over as one string of bytes, and they are counted here: unnesting and
grouping tens of thousands of numbers took it longer than finding and scoring the matches.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import orjson
from django.db import connection

from search.indexing.schema import LIVE
from search.querying.language import FACETS

MOST_VALUES, MOST_YEARS = 30, 100  # values of one facet that are named
HANDED_OVER = "string_agg(facets, '')"  # SQL for all values of some entries
# SQL for which making of the index it is, and how often names of its values have changed.
VERSION = f"(SELECT ARRAY[pg_relation_filenode('{LIVE}.facet')::bigint, names] FROM {LIVE}.stat)"
_MOST_REMEMBERED = 50_000  # names: some 20 MB

Version = Sequence[int]


class Counted(NamedTuple):
    """How many entries have a facet value, which the index numbers `number`; `labels` by language."""

    facet: str
    value: str
    label: str
    labels: dict[str, str]
    number: int
    count: int


class _Kinds:
    """Which facet each value belongs to, by its number, as a place in FACETS. Values never change theirs as long as the
    index is not made anew."""

    def __init__(self) -> None:
        self._held: tuple[int | None, np.ndarray] = None, np.empty(0, np.uint8)

    def of(self, numbers: np.ndarray, version: Version) -> np.ndarray:
        """The kinds of `numbers`, in ascending order."""
        held, kinds = self._held
        if held != version[0] or numbers[-1] >= len(kinds) or (kinds[numbers] == _UNMET).any():
            kinds = _read_kinds(int(numbers[-1]))
            self._held = version[0], kinds
        return kinds[numbers]


class _Names:
    """What values are called, by their numbers: facet, key, label and labels, and what they are sorted by. Nearly every
    answer names the same ones."""

    def __init__(self) -> None:
        self._held: tuple[Version, dict[int, tuple]] = (), {}

    def of(self, numbers: Collection[int], version: Version) -> dict[int, tuple]:
        """Names of `numbers` at least, as they were at `version` or later."""
        held, known = self._held
        if held != version or len(known) > _MOST_REMEMBERED:
            known = {}
            self._held = version, known
        if unmet := [number for number in numbers if number not in known]:
            known.update(_read_names(unmet))
        return known


_UNMET, _OTHER = 255, 254  # a value that was written later; one that nothing is narrowed by
_kinds, _names = _Kinds(), _Names()


def _read_kinds(highest: int) -> np.ndarray:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, facet FROM {LIVE}.facet ORDER BY id")
        rows = cursor.fetchall()
    places = {facet: place for place, facet in enumerate(FACETS)}
    kinds = np.full(max(highest, rows[-1][0] if rows else 0) + 1, _UNMET, np.uint8)
    kinds[[number for number, _facet in rows]] = [places.get(facet, _OTHER) for _number, facet in rows]
    return kinds


def _read_names(numbers: Collection[int]) -> dict[int, tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, facet, value, label, labels::text FROM {LIVE}.facet WHERE id = ANY(%s)",
            [list(numbers)],
        )
        return {
            number: (facet, value, label, _labels(labels), (label.casefold(), value))
            for number, facet, value, label, labels in cursor.fetchall()
        }


def _labels(stored: str) -> dict[str, str]:
    return orjson.loads(stored) if stored != "{}" else {}


def most_frequent(handed_over: bytes | None, version: Version, times: int = 1) -> list[Counted]:
    """The most frequent values of each facet with their names, from what HANDED_OVER and VERSION give; each counts
    `times`. Which of equals are named is left to their numbers."""
    if not handed_over:
        return []
    numbers, counts = _different(np.frombuffer(handed_over, ">u4"))
    kinds = _kinds.of(numbers, version)
    best = np.lexsort((-counts, kinds))
    starts = np.searchsorted(kinds.take(best), np.arange(len(FACETS) + 1))
    kept: dict[int, int] = {}
    for facet, (start, end) in zip(FACETS, pairwise(starts), strict=True):
        chosen = best[start : min(end, start + (MOST_YEARS if facet == "year" else MOST_VALUES))]
        kept.update(zip(numbers.take(chosen).tolist(), (times * counts.take(chosen)).tolist(), strict=True))
    return _counted(kept, _names.of(kept, version))


def _different(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different ones of `numbers`, in ascending order, and how often each is there."""
    if int(numbers.max()) > 10 * len(numbers):  # few of very many
        return np.unique(numbers.astype(np.uint32), return_counts=True)
    counts = np.bincount(numbers.astype(np.int64))
    different = np.flatnonzero(counts)
    return different, counts.take(different)


def named(counts: dict[int, int]) -> list[Counted]:
    """Values by number, each with its names, the most frequent of a facet first."""
    return _counted(counts, _read_names(counts))


def _counted(counts: dict[int, int], names: dict[int, tuple]) -> list[Counted]:
    found = [(-n, names[number], number) for number, n in counts.items() if number in names]
    found.sort(key=_place)
    return [Counted(*own[:4], number, -n) for n, own, number in found]


def _place(found: tuple) -> tuple:
    n, (facet, *_names, sorted_by), _number = found
    return facet, n, sorted_by


def all_values() -> Sequence[Counted]:
    """The facet values of everything there is, counted as it was written."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL, {"facets": list(FACETS)})
        return [
            Counted(facet, value, label, _labels(labels), *rest)
            for facet, value, label, labels, *rest in cursor.fetchall()
        ]


_ALL = f"""
SELECT facet, value, label, labels::text, id, n
  FROM (SELECT *, row_number() OVER (PARTITION BY facet ORDER BY n DESC, id) AS place
          FROM {LIVE}.facet WHERE n > 0 AND facet = ANY(%(facets)s)) AS ranked
 WHERE place <= CASE facet WHEN 'year' THEN {MOST_YEARS} ELSE {MOST_VALUES} END
 ORDER BY facet, n DESC, label, value"""
