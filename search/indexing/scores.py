"""What the terms of many entries score (see `weights`), and the columns that hold it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search.indexing import markers, weights
from search.indexing.documents import Prepared
from search.indexing.layout import Layout
from search.indexing.lexicon import Ints, Lexemes
from search.indexing.rows import Impacts
from search.indexing.vectors import Groups, arrays
from search.indexing.weights import DIRECT


class Scores(NamedTuple):
    """The terms of entries, each once an entry."""

    entry: Ints
    lexeme: Ints
    impact: Ints


def scores(layout: Layout, plain: Groups, usual: float, count: int, lexemes: Lexemes) -> Scores:
    """Scores of so many entries by how often terms stand in them; `plain` are these terms, `usual` the length of a usual
    entry."""
    entry, lexeme, n = plain.owner, plain.lexeme, plain.weight
    lengths = np.bincount(entry, n, count)
    stops = layout.stops
    # Stop words say nothing, but in a title that somebody remembers.
    titled = {*zip(layout.entry[stops.stream].tolist(), stops.lexeme.tolist(), strict=True)}
    entry = np.append(entry, [at for at, _stop in titled]).astype(np.int64)
    lexeme = np.append(lexeme, [lexemes.number(markers.title(lexemes.all[stop])) for _at, stop in titled])
    n = np.append(n, np.full(len(titled), weights.TITLE))
    impact = 255 * n / (n + weights.norm(lengths.take(entry), usual))
    return Scores(entry, lexeme.astype(np.int64), np.maximum(1, np.rint(impact)).astype(np.int64))


def of_prepared(alone: Mapping[int, Prepared], lexemes: Lexemes) -> Scores:
    """The same of entries that were analysed alone, by their places in the batch."""
    found = [
        (n, lexemes.number(term), impact)
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
