"""What stands between spaces, by numbers of the process: each is analysed once."""

from __future__ import annotations

from array import array

import numpy as np

from search.analysis import item_of
from search.indexing.hashed import Cut, Table
from search.indexing.lexicon import Ints, Lexemes, Lists, Names


class Tokens:
    """What stands between spaces, by a number for each that is worth one: 0 is for what gives nothing.

    `slots` and `words` are as in `analysis.streams.Item`, numbers of lexemes and words in place of strings. `joined` are
    its other terms and `stops` its stop words, as `unpacked` tells; `links` its pairs over a sign, by numbers of
    their own. `first` and `last` are the code points by which it joins with its neighbours.
    """

    def __init__(self, lexemes: Lexemes, words: Names, links: Names) -> None:
        self._lexemes, self._words, self._links = lexemes, words, links
        self._table = Table()
        self.slots, self.words, self.links = Lists(), Lists(), Lists()
        self.joined, self.stops = Lists(), Lists()
        self._first, self._last = array("q"), array("q")
        self._keep("")

    def __len__(self) -> int:
        """How many are remembered, those that give nothing included."""
        return len(self._table)

    def of(self, cut: Cut) -> Ints:
        """The numbers of all pieces."""
        return self._table.numbers(cut.keys, lambda at: self._keep(cut.piece(at)))

    def _keep(self, token: str) -> int:
        item = item_of(token)
        if token and not item.slots:
            return 0
        number = self._lexemes.number
        self.slots.append([number(term) for term in item.slots])
        self.words.append([self._words.number(word) for word in item.surfaces])
        self.links.append([self._links.number(link) for link, _place in item.links])
        for own, kept in ((item.joined, self.joined), (item.stops, self.stops)):
            kept.append([number(term) << 32 | place for term, place in own])
        self._first.append(ord(item.first or "\0"))
        self._last.append(ord(item.last or "\0"))
        return len(self._last) - 1

    def first(self, tokens: Ints) -> Ints:
        return np.frombuffer(self._first, np.int64).take(tokens)

    def last(self, tokens: Ints) -> Ints:
        return np.frombuffer(self._last, np.int64).take(tokens)


def unpacked(packed: Ints) -> tuple[Ints, Ints]:
    """Lexemes, and their places counted from their tokens' own."""
    return packed >> 32, packed & 0xFFFFFFFF
