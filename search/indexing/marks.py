"""The codes of many entries at once (see `codes`), as `rows.found_by` has those of one: from the numbers of terms."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.indexing import codes
from search.indexing.common import Common
from search.indexing.layout import HEAD_TITLE, Layout, Placed
from search.indexing.lexicon import Ints, Lexemes, Names, once, spread
from search.indexing.scores import Scores
from search.indexing.vectors import Headed, arrays
from search.indexing.weights import TIER_BYTES


class Marks(NamedTuple):
    """Entries, and codes that they are found by."""

    entry: Ints
    code: Ints


class CommonMarks:
    """Those of common words."""

    def __init__(self, common: Common, lexemes: Lexemes) -> None:
        self._lexemes = lexemes
        numbers = [[lexemes.number(term) for term in sorted(chosen)] for chosen in common]
        self._scoped, self._tiered, self._paired = (_flags(own, len(lexemes.all)) for own in numbers)

    def scoped(self, headed: Headed) -> Marks:
        """In which titles and parts they stand."""
        lexeme, weight = headed.groups.lexeme, headed.groups.weight
        common = np.flatnonzero(_among(lexeme, self._scoped) & (weight > 0))  # not as stop words
        part, numbers = headed.head.take(common) - HEAD_TITLE, self._lexemes.indexed(lexeme.take(common))
        found = np.where(part, codes.part(part, numbers), codes.title(numbers))
        return Marks(headed.entry.take(common), found)

    def tiers(self, scored: Scores) -> Marks:
        """How strongly common words mark entries."""
        common = np.flatnonzero((scored.impact >= TIER_BYTES[0]) & _among(scored.lexeme, self._tiered))
        entry, lexeme, impact = (of.take(common) for of in scored)
        numbers = self._lexemes.indexed(lexeme)
        level, which = np.nonzero(impact >= np.array(TIER_BYTES)[:, None])
        return Marks(entry[which], codes.tier(level, numbers[which]))

    def pairs(self, entry: Ints, placed: Placed) -> Marks:
        """The very common words that stand side by side; `entry` is that of each occurrence."""
        common = np.flatnonzero(_among(placed.lexeme, self._paired))
        places = entry.take(common) << 14 | placed.place.take(common)
        numbers = self._lexemes.indexed(placed.lexeme.take(common))
        order = np.argsort(places)
        places, numbers = places[order], numbers[order]
        begin, end = (np.searchsorted(places, places + 1, side) for side in ("left", "right"))
        one, other = np.repeat(numbers, end - begin), numbers[spread(begin, end - begin)]
        return Marks(np.repeat(places >> 14, end - begin), codes.pair(one, other))


def _flags(numbers: list[int], known: int) -> NDArray[np.bool_]:
    """Of the lexemes so far, those with these numbers; behind them one flag stands for all that come."""
    flags = np.zeros(known + 1, bool)
    flags[numbers] = True
    return flags


def _among(lexeme: Ints, chosen: Ints) -> Ints:
    """Which are among the chosen."""
    return chosen.take(lexeme, mode="clip")


def terms(layout: Layout, scored: Scores, lexemes: Lexemes, links: Names) -> Iterable[Marks]:
    """Terms by themselves."""
    yield Marks(scored.entry, lexemes.indexed(scored.lexeme))
    yield Marks(layout.entry[layout.links.stream], links.indexed(layout.links.link))


def own(first: int, values: list[list[int]]) -> Marks:
    """What entries with these facet values have by themselves; `first` is the first's number."""
    found = [[codes.EVERY, *map(codes.value, of), *codes.samples(n)] for n, of in enumerate(values, first)]
    entry = np.repeat(np.arange(len(found)), [len(of) for of in found])
    return Marks(entry, np.array([*chain.from_iterable(found)], np.int64))


def column(marks: list[Marks], count: int) -> list[bytes]:
    """The codes of so many entries, in order and once, as their column holds them."""
    keys = once(np.concatenate([entry << 32 | (code + (1 << 31)) for entry, code in marks]))
    return arrays(keys >> 32, (keys & 0xFFFFFFFF) - (1 << 31), count)
