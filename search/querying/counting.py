"""How many entries have each facet value.

PostgreSQL hands the values of all matches over as one string of bytes, and they are counted here: unnesting and
grouping tens of thousands of numbers took it longer than finding and scoring the matches.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from django.db import connection

from search.indexing.schema import LIVE
from search.querying.language import FACETS

MOST_VALUES, MOST_YEARS = 30, 100  # values of one facet that are named
HANDED_OVER = "SELECT string_agg(facets, '') FROM m"  # SQL for all values in the rows of `m`
# SQL for which making of the index it is, and how often names of its values have changed.
VERSION = f"(SELECT ARRAY[pg_relation_filenode('{LIVE}.facet')::bigint, names] FROM {LIVE}.stat)"
_MOST_REMEMBERED = 50_000  # names: some 20 MB

Version = Sequence[int]


class Counted(NamedTuple):
    """How many entries have a facet value, which the index numbers `number`; `labels` as JSON."""

    facet: str
    value: str
    label: str
    labels: str
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
    """What values are called, by their numbers: facet, key, label and labels. Nearly every answer names the same ones."""

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
        return {number: tuple(names) for number, *names in cursor.fetchall()}


def most_frequent(handed_over: bytes | None, version: Version, times: int = 1) -> list[Counted]:
    """The most frequent values of each facet with their names, from what HANDED_OVER and VERSION give; each counts
    `times`. Which of equals are named is left to their numbers."""
    if not handed_over:
        return []
    numbers, counts = np.unique(np.frombuffer(handed_over, ">u4").astype(np.uint32), return_counts=True)
    kinds = _kinds.of(numbers, version)
    kept: dict[int, int] = {}
    for place, facet in enumerate(FACETS):
        (own,) = np.nonzero(kinds == place)
        most = MOST_YEARS if facet == "year" else MOST_VALUES
        best = own[np.argsort(-counts[own], kind="stable")[:most]]
        kept.update(zip(numbers[best].tolist(), (times * counts[best]).tolist(), strict=True))
    return _counted(kept, _names.of(kept, version))


def named(counts: dict[int, int]) -> list[Counted]:
    """Values by number, each with its names, the most frequent of a facet first."""
    return _counted(counts, _read_names(counts))


def _counted(counts: dict[int, int], names: dict[int, tuple]) -> list[Counted]:
    found = [Counted(*names[number], number, n) for number, n in counts.items() if number in names]
    return sorted(found, key=lambda one: (one.facet, -one.count, one.label.casefold(), one.value))


def all_values() -> Sequence[Counted]:
    """The facet values of everything there is, counted as it was written."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL, {"facets": list(FACETS)})
        return [Counted(*row) for row in cursor.fetchall()]


_ALL = f"""
SELECT facet, value, label, labels::text, id, n
  FROM (SELECT *, row_number() OVER (PARTITION BY facet ORDER BY n DESC, id) AS place
          FROM {LIVE}.facet WHERE n > 0 AND facet = ANY(%(facets)s)) AS ranked
 WHERE place <= CASE facet WHEN 'year' THEN {MOST_YEARS} ELSE {MOST_VALUES} END
 ORDER BY facet, n DESC, label, value"""
