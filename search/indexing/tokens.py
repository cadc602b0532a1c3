"""What stands between spaces, by numbers of the process: each is analysed once."""

from __future__ import annotations

from array import array
from itertools import chain

import numpy as np

from search.analysis import item_of
from search.indexing import markers
from search.indexing.hashed import Cut, Table
from search.indexing.lexicon import Ints, Lists, Names


class Tokens:
    """What stands between spaces, by a number for each that is worth one: 0 is for what gives nothing.

    `slots` and `words` are as in `analysis.streams.Item`, numbers in place of strings. `joined` are its other terms, and
    `stops` its stop words as titles have them: for each its number, place, and how many slots it takes. `links` are its
    pairs over a sign, by numbers of their own. `first` and `last` are the code points by which it joins with its
    neighbours.
    """

    def __init__(self, terms: Names, words: Names, links: Names) -> None:
        self._terms, self._words, self._links = terms, words, links
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
        number = self._terms.number
        self.slots.append([number(term) for term in item.slots])
        self.words.append([self._words.number(word) for word in item.surfaces])
        self.links.append([self._links.number(link) for link, _place in item.links])
        joined = [(number(term), place, size) for term, place, size in item.joined]
        stops = [(number(markers.title(stop)), place, 1) for stop, place in item.stops]
        self.joined.append(chain.from_iterable(joined))
        self.stops.append(chain.from_iterable(stops))
        self._first.append(ord(item.first or "\0"))
        self._last.append(ord(item.last or "\0"))
        return len(self._last) - 1

    def first(self, tokens: Ints) -> Ints:
        return np.frombuffer(self._first, np.int64).take(tokens)

    def last(self, tokens: Ints) -> Ints:
        return np.frombuffer(self._last, np.int64).take(tokens)
