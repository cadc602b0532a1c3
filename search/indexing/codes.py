"""What an entry is found by: whole numbers, kept in one array each, over which the large index is made.

A term's code is its number in the index, from 1 on. All else is below zero: a kind and a number. Terms past the
16 millionth, and parts past the 109th, have no codes of their own in titles and parts: they get the term's, so that they
are looked for in the whole text. Numbers may be arrays.
"""

from __future__ import annotations

import numpy as np

from search.indexing.weights import TIER_BYTES

EVERY = 0  # every entry has it
SAMPLES = (4, 16, 64)
INDEXED = 16  # this sample, and those that it holds, are looked up in an index of their own
MOST_PAIRED = 4_095  # terms that are kept in pairs: their numbers are no higher

_ROOM = 1 << 24
# Where the numbers of each kind begin.
_VALUE, _OVERFLOW = 0, 4 * _ROOM  # four times as much room as the others
_TITLE, _PAIR, _SAMPLE, _TIER = (n * _ROOM for n in range(8, 12))
_PART = _TIER + len(TIER_BYTES) * _ROOM
_LAST_PART = (1 << 31) // _ROOM - _PART // _ROOM - 1


def value(number):
    """The entry has the facet value `number`."""
    return -1 - (_VALUE + number % (4 * _ROOM))


def overflow(number):
    """It is the entry `number`, whose text goes on in the overflow table."""
    return -1 - (_OVERFLOW + number % (4 * _ROOM))


def title(term):
    """The title holds the term."""
    return _of_term(_TITLE, term)


def part(number, term):
    """The part `number` holds the term."""
    fits = number <= _LAST_PART
    return np.where(fits, _of_term(_PART + number * _ROOM, term), term)


def pair(one, other):
    """The two terms, both very common, stand side by side."""
    return -1 - (_PAIR + (one << 12 | other))


def near(one, other):
    """The two terms, both very common, follow each other over a few stop words. Samples are among the first of this kind."""
    return -1 - (_SAMPLE + (one << 12 | other))


def tier(level, term):
    """The term's impact reaches `TIERS[level]`."""
    return _of_term(_TIER + level * _ROOM, term)


def _of_term(begin, term):
    return np.where(term < _ROOM, -1 - begin - term, term)


def sample(size: int) -> int:
    """The entry is in the random sample of one in `size`."""
    return -1 - (_SAMPLE + size)


NOBODY = sample(0)  # no entry has it


_SCATTER = 2654435761  # Knuth's multiplicative hash: neighbours part


def samples(number: int) -> list[int]:
    """The samples that the entry `number` is in; each holds the next."""
    scattered = number % 2**31 * _SCATTER % 2**32 >> 8
    return [sample(size) for size in SAMPLES if scattered % size == 0]


# The same of an entry's id in SQL: that it is in the sample that has an index.
IN_INDEXED = f"((id & {2**31 - 1}) * {_SCATTER} & {2**32 - 1}) >> 8 & {INDEXED - 1} = 0"
