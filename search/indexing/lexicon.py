"""What a rebuild meets again and again, as small whole numbers of the process.

Numbers begin at 1; 0 stands for nothing. Everything kept about them lies in arrays, to be read many at a time: by `take`,
and where something holds by `flatnonzero`, which is up to three times as quick as an index or a mask in brackets.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer]

_OWN = 255
_FEW = 200


def changes(numbers: Ints) -> NDArray[np.bool_]:
    """Where each differs from the one before."""
    found = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=found[1:])
    return found


def once(numbers: Ints) -> Ints:
    """In order, each once; for many that are mostly different, quicker than NumPy's own."""
    numbers.sort()
    return numbers.take(np.flatnonzero(changes(numbers)))


def spread(starts: Ints, sizes: Ints) -> Ints:
    """For each start as many numbers from there on as it has size, all one after the other."""
    ends = np.cumsum(sizes)
    return np.repeat(starts - (ends - sizes), sizes) + np.arange(ends[-1] if len(ends) else 0)


class Lists:
    """Lists of whole numbers, numbered from 0."""

    def __init__(self) -> None:
        self._bounds, self._values = array("q", [1]), array("q", [0])

    def __len__(self) -> int:
        """How many numbers there are in all of them."""
        return len(self._values)

    def append(self, values: Iterable[int]) -> None:
        self._values.extend(values)
        self._bounds.append(len(self._values))

    def of(self, which: Ints) -> tuple[Ints, Ints]:
        """The values of these lists, one after the other, and how many each has."""
        bounds, values = np.frombuffer(self._bounds, np.int64), np.frombuffer(self._values, np.int64)
        begins = bounds.take(which)
        sizes = bounds.take(which + 1) - begins
        return values.take(spread(begins, sizes)), sizes

    def sizes(self, which: Ints) -> Ints:
        bounds = np.frombuffer(self._bounds, np.int64)
        return bounds.take(which + 1) - bounds.take(which)


class Names:
    """Strings by their numbers here, and by `indexed`, those the index gives them: 0 as long as it has given none."""

    def __init__(self) -> None:
        self.all = [""]
        self._known: dict[str, int] = {"": 0}
        self._indexed = array("q", [0])

    def number(self, name: str) -> int:
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = len(self.all)
            self.all.append(name)
            self._indexed.append(0)
            self._met(name)
        return known

    def _met(self, name: str) -> None:
        """It is the last of all."""

    def unknown(self, numbers: Ints) -> Ints:
        """Those that the index has given no number yet, each once."""
        return np.unique(numbers[self.indexed(numbers) == 0])

    def learn(self, numbers: Sequence[int], given: Sequence[int]) -> None:
        """The index gives these numbers."""
        for number, indexed in zip(numbers, given, strict=True):
            self._indexed[number] = indexed

    def indexed(self, numbers: Ints) -> Ints:
        return np.frombuffer(self._indexed, np.int64).take(numbers)


class Lexemes(Names):
    """Names as a tsvector holds them: with their bytes, and in its order.

    A rank is a place among those in order, then 255; new ones get the numbers before the 255 of the place that they
    stand before, and are put in order when they are many: doing it each time would take longer than all else.
    """

    def __init__(self) -> None:
        super().__init__()
        self._bounds, self._bytes = array("q", [1, 1]), bytearray(1)
        self._order, self._ranks = np.zeros(1, np.int64), array("q", [_OWN])
        self._new: list[tuple[int, str, int]] = []  # the place in order, the name, and its number
        self._new_ranks, self._new_numbers = np.zeros((2, 0), np.int64)

    def _met(self, name: str) -> None:
        self._bytes += name.encode()
        self._bounds.append(len(self._bytes))

    def ranks(self, numbers: Ints) -> Ints:
        """What sorts these by their bytes, below two to the 31st. Ranks change when others are added."""
        if len(self._ranks) < len(self.all):
            self._rank()
        return np.frombuffer(self._ranks, np.int64).take(numbers)

    def _rank(self) -> None:
        name = self.all.__getitem__
        added = range(len(self._ranks), len(self.all))
        # In the order of code points, which is that of UTF-8.
        self._new += [(bisect_left(self._order, name(n), key=name), name(n), n) for n in added]
        self._new.sort()
        self._ranks.extend(added)
        places = np.array([place for place, _name, _number in self._new])
        numbers = np.array([number for _place, _name, number in self._new])
        before = np.arange(len(places)) - np.searchsorted(places, places)  # of the same place
        ranks = np.frombuffer(self._ranks, np.int64)
        if len(places) > _FEW + len(self._order) // 100 or before.max() >= _OWN:
            self._order = np.insert(self._order, places, numbers)
            ranks[self._order] = np.arange(len(self._order)) << 8 | _OWN
            self._new, (self._new_ranks, self._new_numbers) = [], np.zeros((2, 0), np.int64)
        else:
            self._new_ranks, self._new_numbers = places << 8 | before, numbers
            ranks[numbers] = self._new_ranks

    def at(self, ranks: Ints) -> Ints:
        """Those that have these ranks."""
        found = self._order.take(np.minimum(ranks >> 8, len(self._order) - 1))
        new = np.flatnonzero(ranks & 0xFF != _OWN)
        found[new] = self._new_numbers[np.searchsorted(self._new_ranks, ranks[new])]
        return found

    def sizes(self, numbers: Ints) -> Ints:
        """How many bytes each has."""
        bounds = np.frombuffer(self._bounds, np.int64)
        return bounds.take(numbers + 1) - bounds.take(numbers)

    def write(self, numbers: Ints, into: Ints, places: Ints) -> None:
        """Write the bytes of each into an array of bytes, from its place on."""
        sizes, starts = self.sizes(numbers), np.frombuffer(self._bounds, np.int64).take(numbers)
        into[spread(places, sizes)] = np.frombuffer(self._bytes, np.uint8).take(spread(starts, sizes))
