"""The markers of many entries at once (see `markers`), as numbers of lexemes: those of common words, and others."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from search.indexing import markers
from search.indexing.common import Common
from search.indexing.layout import Placed
from search.indexing.lexicon import Ints, Lexemes, spread
from search.indexing.weights import TIER_BYTES

Marks = tuple[Ints, Ints]  # entries, and lexemes that mark them


class CommonMarks:
    """Marks of common words. Their lexemes are those with the lowest numbers."""

    def __init__(self, common: Common, lexemes: Lexemes) -> None:
        self._lexemes = lexemes
        terms = sorted(common.tiered | common.paired)
        numbers = [lexemes.number(term) for term in terms]
        self._paired = np.array([False, *(term in common.paired for term in terms)])
        # By level and number of the term, 0 for one that has no tiers.
        self._tiers = np.zeros((len(TIER_BYTES), 1 + len(terms)), np.int64)
        for number, term in zip(numbers, terms, strict=True):
            if term in common.tiered:
                for level in range(len(TIER_BYTES)):
                    self._tiers[level, number] = lexemes.number(markers.tier(level, term))
        self._pairs: dict[int, int] = {}

    def tiers(self, entry: Ints, lexeme: Ints, impact: Ints) -> Marks:
        """How strongly common words mark entries."""
        common = (lexeme < self._tiers.shape[1]) & (impact >= TIER_BYTES[0])
        entry, lexeme, impact = entry[common], lexeme[common], impact[common]
        level, which = np.nonzero(impact >= np.array(TIER_BYTES)[:, None])
        marks = self._tiers[level, lexeme[which]]
        return entry[which][marks > 0], marks[marks > 0]

    def pairs(self, entry: Ints, placed: Placed) -> Marks:
        """The very common words that stand side by side; `entry` is that of each occurrence."""
        common = placed.lexeme < len(self._paired)
        common[common] = self._paired[placed.lexeme[common]]
        places, lexeme = entry[common] << 14 | placed.place[common], placed.lexeme[common]
        order = np.argsort(places)
        places, lexeme = places[order], lexeme[order]
        begin, end = (np.searchsorted(places, places + 1, side) for side in ("left", "right"))
        one, other = np.repeat(lexeme, end - begin), lexeme[spread(begin, end - begin)]
        found = np.unique(np.repeat(places >> 14, end - begin) << 48 | one << 24 | other)
        marks = np.fromiter(map(self._pair, (found & 0xFFFFFFFFFFFF).tolist()), np.int64, len(found))
        return found >> 48, marks

    def _pair(self, pair: int) -> int:
        if pair not in self._pairs:
            one, other = self._lexemes.all[pair >> 24], self._lexemes.all[pair & 0xFFFFFF]
            self._pairs[pair] = self._lexemes.number(markers.pair(one, other))
        return self._pairs[pair]


class OwnMarks(dict[int, int]):
    """Marks of facet values, by their numbers, and with them all that an entry has by itself."""

    def __init__(self, lexemes: Lexemes) -> None:
        super().__init__()
        self._lexemes = lexemes

    def __missing__(self, value: int) -> int:
        given = self[value] = self._lexemes.number(markers.value(value))
        return given

    def of(self, first: int, values: list[list[int]], parts: list[Collection[int]]) -> Marks:
        """Of entries with these facet values and marks of parts; `first` is the first's number."""
        entry, marks = [], []
        for n, (own, heads) in enumerate(zip(values, parts, strict=True)):
            samples = map(self._lexemes.number, markers.samples(first + n))
            found = [*map(self.__getitem__, own), *samples, *heads]
            entry += [n] * len(found)
            marks += found
        return np.array(entry, np.int64), np.array(marks, np.int64)
