"""What texts are cut into, and what is known of it, by keys of 64 bits: a dictionary of strings takes four times as
long, for it makes a string of each word and looks at them one by one.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysis.letters import fold
from search.indexing.lexicon import Ints

Keys = NDArray[np.uint64]

_SEED, _ODD = (np.uint64(secrets.randbits(64) | 1) for _ in range(2))  # nobody can foresee keys
_WORD = 8  # bytes that are looked at together
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)
_SPACE, _COMMA, _POINT = b" ,."
_NONE = -1


class Cut(NamedTuple):
    """Where the pieces of texts stand in `text`, their keys, and how many each text has."""

    text: bytes
    start: Ints
    end: Ints
    keys: Keys
    sizes: Ints

    def piece(self, which: int) -> str:
        return self.text[self.start[which] : self.end[which]].decode()


def cut(texts: Iterable[str]) -> Cut:
    """What stands between spaces, folded, without a comma or point before them.

    Two pieces of eight bytes or fewer never have one key; among a million, two others do with odds of one in thirty
    million.
    """
    folded = [fold(text).encode() for text in texts]
    written = b" ".join([b"", *folded, bytes(_WORD)])
    letters = np.frombuffer(written, np.uint8)
    apart = letters <= _SPACE
    apart[:-1] |= ((letters == _COMMA) | (letters == _POINT))[:-1] & apart[1:]
    edges = np.flatnonzero(apart[1:] != apart[:-1]) + 1
    start, end = edges[::2], edges[1::2]
    begins = np.fromiter(accumulate((len(text) + 1 for text in folded), initial=1), np.int64)
    return Cut(written, start, end, _keys(written, start, end), np.diff(np.searchsorted(start, begins)))


def _keys(written: bytes, start: Ints, end: Ints) -> Keys:
    """Of the bytes between starts and ends; as many bytes as a word has must follow."""
    words = np.ndarray(len(written) - _WORD + 1, "<u8", written, strides=(1,))
    keys = mixed(words[start] & _MASKS[np.minimum(end - start, _WORD)])
    longer = np.flatnonzero(end - start > _WORD)
    at = start[longer] + _WORD
    while len(longer):
        left = end[longer] - at
        keys[longer] = mixed(keys[longer] ^ words[at] & _MASKS[np.minimum(left, _WORD)])
        more = left > _WORD
        longer, at = longer[more], at[more] + _WORD
    return keys


def mixed(keys: Keys) -> Keys:
    """Keys, each another one, spread evenly. They differ from process to process."""
    spread = (keys ^ _SEED) * _ODD
    return spread ^ spread >> np.uint64(32)


class Table:
    """Numbers by keys that are spread evenly: a hash table with linear probing, asked for many at a time."""

    def __init__(self) -> None:
        self._count = 0
        self._clear(16)

    def __len__(self) -> int:
        return self._count

    def _clear(self, bits: int) -> None:
        self._bits = bits
        self._keys, self._numbers = np.zeros(1 << bits, np.uint64), np.full(1 << bits, _NONE)

    def numbers(self, keys: Keys, learn: Callable[[int], int]) -> Ints:
        """The numbers of `keys`; `learn` gives that of a new one, told where it stands first."""
        found = self._find(keys)
        new = np.flatnonzero(found == _NONE)
        if len(new):
            _each, first = np.unique(keys[new], return_index=True)
            at = np.sort(new[first])
            self._add(keys[at], np.fromiter(map(learn, at.tolist()), np.int64))
            found[new] = self._find(keys[new])
        return found

    def _find(self, keys: Keys) -> Ints:
        at = self._first(keys)
        found = self._numbers.take(at)
        rest = np.flatnonzero(self._keys.take(at) != keys)
        at = at[rest]
        while len(rest):
            here = self._numbers[at]
            found[rest] = here
            on = (here != _NONE) & (self._keys[at] != keys[rest])
            rest, at = rest[on], self._next(at[on])
        return found

    def _add(self, keys: Keys, numbers: Ints) -> None:
        """Each key once, none that is there."""
        self._count += len(keys)
        if 2 * self._count > len(self._keys):
            held = self._numbers != _NONE
            keys, numbers = np.append(self._keys[held], keys), np.append(self._numbers[held], numbers)
            self._clear(1 + self._count.bit_length())
        at = self._first(keys)
        while len(keys):
            free = self._numbers[at] == _NONE
            self._keys[at[free]], self._numbers[at[free]] = keys[free], numbers[free]
            # Of those that came to the same place one stands there now.
            on = self._keys[at] != keys
            keys, numbers, at = keys[on], numbers[on], self._next(at[on])

    def _first(self, keys: Keys) -> Ints:
        return (keys >> np.uint64(64 - self._bits)).astype(np.int64)

    def _next(self, at: Ints) -> Ints:
        return at + 1 & len(self._keys) - 1
