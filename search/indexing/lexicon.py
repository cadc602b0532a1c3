"""What a rebuild meets again and again, as small whole numbers of the process.

Numbers begin at 1; 0 stands for nothing. Everything kept about them lies in arrays, to be read many at a time: by `take`,
and where something holds by `flatnonzero`, which is up to three times as quick as an index or a mask in brackets.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer]


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
        return known

    def unknown(self, numbers: Ints) -> Ints:
        """Those that the index has given no number yet, each once."""
        return np.unique(numbers[self.indexed(numbers) == 0])

    def learn(self, numbers: Sequence[int], given: Sequence[int]) -> None:
        """The index gives these numbers."""
        for number, indexed in zip(numbers, given, strict=True):
            self._indexed[number] = indexed

    def indexed(self, numbers: Ints) -> Ints:
        return np.frombuffer(self._indexed, np.int64).take(numbers)
