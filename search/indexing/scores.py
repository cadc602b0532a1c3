"""What the terms of many entries score (see `weights`), and the columns that hold it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search.indexing import weights
from search.indexing.documents import Prepared
from search.indexing.layout import Layout
from search.indexing.lexicon import Ints, Names, changes
from search.indexing.rows import Impacts, arrays
from search.indexing.sequences import TITLE
from search.indexing.weights import DIRECT

_BITS = weights.TITLE.bit_length()  # what a weight takes


class Counted(NamedTuple):
    """The terms of entries, each once an entry, in order, and how often they stand there; in a title counts for several."""

    entry: Ints
    term: Ints
    n: Ints


def counted(layout: Layout) -> Counted:
    found = layout.terms
    weight = np.where(layout.head == TITLE, weights.TITLE, 1).take(found.stream)
    # One number holds all: sorting is what takes time.
    keys = (layout.entry.take(found.stream) << 32 | found.term) << _BITS | weight
    keys.sort()
    own = keys >> _BITS
    begins = np.flatnonzero(changes(own))
    n = np.add.reduceat(keys & (1 << _BITS) - 1, begins) if len(keys) else keys
    found_in = own.take(begins)
    return Counted(found_in >> 32, found_in & 0xFFFFFFFF, n)


class Scores(NamedTuple):
    """The terms of entries, each once an entry."""

    entry: Ints
    term: Ints
    impact: Ints


def scores(layout: Layout, plain: Counted, usual: float, count: int) -> Scores:
    """Scores of so many entries by how often terms stand in them; `plain` are these terms, `usual` the length of a usual
    entry."""
    lengths = np.bincount(plain.entry, plain.n, count)
    # Stop words say nothing, but in a title that somebody remembers.
    titled = np.unique(layout.entry.take(layout.stops.stream) << 32 | layout.stops.term)
    entry, term = np.append(plain.entry, titled >> 32), np.append(plain.term, titled & 0xFFFFFFFF)
    n = np.append(plain.n, np.full(len(titled), weights.TITLE))
    impact = 255 * n / (n + weights.norm(lengths.take(entry), usual))
    return Scores(entry, term, np.maximum(1, np.rint(impact)).astype(np.int64))


def of_prepared(alone: Mapping[int, Prepared], terms: Names) -> Scores:
    """The same of entries that were analysed alone, by their places in the batch."""
    found = [
        (n, terms.number(term), impact)
        for n, prepared in alone.items()
        for term, impact in prepared.impacts.items()
    ]
    return Scores(*np.array(found, np.int64).reshape(-1, 3).T)


def columns(scores: Scores, terms: Ints, count: int) -> list[Impacts]:
    """The columns of so many entries: `terms` are the index's numbers."""
    direct = np.zeros((count, DIRECT), np.uint8)
    low, high = np.flatnonzero(terms < DIRECT), np.flatnonzero(terms >= DIRECT)
    direct[scores.entry.take(low), terms.take(low)] = scores.impact.take(low)
    keys = (scores.entry.take(high) << 32 | terms.take(high)) << 8 | scores.impact.take(high)
    keys.sort()
    entry = keys >> 40
    impacts = (keys & 0xFF).astype(np.uint8).tobytes()
    bounds = np.searchsorted(entry, np.arange(count + 1)).tolist()
    numbers = arrays(entry, keys >> 8 & 0xFFFFFFFF, count)
    return [
        Impacts(by_number.tobytes(), of, b"\0" + impacts[begin:end])
        for by_number, of, (begin, end) in zip(direct, numbers, pairwise(bounds), strict=True)
    ]
