"""The codes of many entries at once (see `codes`), as `rows.found_by` has those of one: from the numbers of terms."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.indexing import codes
from search.indexing.common import NEAR, Common, spaced
from search.indexing.layout import Layout
from search.indexing.lexicon import Ints, Names, once
from search.indexing.rows import arrays
from search.indexing.scores import Scores
from search.indexing.sequences import NO_HEAD, TITLE
from search.indexing.weights import TIER_BYTES


class Marks(NamedTuple):
    """Entries, and codes that they are found by."""

    entry: Ints
    code: Ints


class CommonMarks:
    """Those of common words."""

    def __init__(self, common: Common, terms: Names) -> None:
        self._terms = terms
        numbers = [[terms.number(term) for term in sorted(chosen)] for chosen in common]
        numbers.append([terms.number(term) for term in common.paired if spaced(term)])
        self._scoped, self._tiered, self._paired, self._spaced = (
            _flags(own, len(terms.all)) for own in numbers
        )

    def scoped(self, layout: Layout) -> Marks:
        """In which titles and parts they stand."""
        stream, term = layout.terms
        head = layout.head.take(stream)
        common = np.flatnonzero(_among(term, self._scoped) & (head != NO_HEAD))
        head, numbers = head.take(common), self._terms.indexed(term.take(common))
        found = np.where(head == TITLE, codes.title(numbers), codes.part(head - NO_HEAD, numbers))
        return Marks(layout.entry.take(stream.take(common)), found)

    def tiers(self, scored: Scores) -> Marks:
        """How strongly common words mark entries."""
        common = np.flatnonzero((scored.impact >= TIER_BYTES[0]) & _among(scored.term, self._tiered))
        entry, term, impact = (of.take(common) for of in scored)
        numbers = self._terms.indexed(term)
        level, which = np.nonzero(impact >= np.array(TIER_BYTES)[:, None])
        return Marks(entry[which], codes.tier(level, numbers[which]))

    def pairs(self, layout: Layout) -> Marks:
        """The very common words that follow each other, side by side or over stop words."""
        slots, joined = layout.slots, layout.joined
        filled = np.flatnonzero(slots.term)
        # Behind the last, and so before the first, is none of any stream.
        term, at = np.append(slots.term.take(filled), 0), np.append(filled, -1)
        stream = np.append(np.repeat(np.arange(len(slots.sizes)), slots.sizes).take(filled), -1)
        before = np.searchsorted(filled, joined.at) - 1
        behind = np.searchsorted(filled, joined.at + joined.size)
        ones = np.concatenate([term[:-1], term[before], joined.term])
        others = np.concatenate([term[1:], joined.term, term[behind]])
        within = np.concatenate([stream[:-1], stream[before], joined.stream])
        same = within == np.concatenate([stream[1:], joined.stream, stream[behind]])
        apart = np.concatenate(
            [at[1:] - at[:-1], joined.at - at[before], at[behind] - joined.at - joined.size + 1]
        )
        first = np.where(apart > 1, _among(ones, self._spaced), _among(ones, self._paired))
        found = np.flatnonzero(first & _among(others, self._paired) & same & (apart <= NEAR))
        one, other = (self._terms.indexed(each.take(found)) for each in (ones, others))
        code = np.where(apart.take(found) > 1, codes.near(one, other), codes.pair(one, other))
        return Marks(layout.entry.take(within.take(found)), code)


def _flags(numbers: list[int], known: int) -> NDArray[np.bool_]:
    """Of the terms so far, those with these numbers; behind them one flag stands for all that come."""
    flags = np.zeros(known + 1, bool)
    flags[numbers] = True
    return flags


def _among(term: Ints, chosen: Ints) -> Ints:
    """Which are among the chosen."""
    return chosen.take(term, mode="clip")


def alone(layout: Layout, scored: Scores, terms: Names, links: Names) -> Iterable[Marks]:
    """Terms by themselves."""
    yield Marks(scored.entry, terms.indexed(scored.term))
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
