"""Words that so many entries have that a question about them would have to look at too many.

Which they are is measured by a rebuild, on a sample, and kept with the terms: what is indexed with them and what is
asked for must agree.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from search.analysis import Stream
from search.analysis.letters import IDEOGRAPHIC
from search.indexing.codes import MOST_PAIRED

_SCOPED_FROM, _TIERED_FROM = 300, 1_500  # entries
_LOOKED_INTO = 1_000  # entries that a phrase of two words may have to be looked for in, place by place
NEAR = 4  # places from a term to the next, with stop words between; words with hyphens are kept among so many neighbours
_ANY_IN = 5  # a word that one entry in so many has is paired in any case


class Common(NamedTuple):
    """`scoped` terms are also indexed by the titles and parts that they stand in: others are looked for there, place by
    place. `tiered` ones, commoner, are indexed by how strongly they mark an entry, so that no question has to score all
    that have them; `paired` ones in pairs, so that no phrase has to be looked for in all that have both."""

    scoped: frozenset[str] = frozenset()
    tiered: frozenset[str] = frozenset()
    paired: frozenset[str] = frozenset()

    @classmethod
    def flagged(cls, rows: Iterable[tuple]) -> Common:
        """Of rows that begin with a term and end with a flag for each kind, in their order."""
        held = [(row[0], row[-len(cls._fields) :]) for row in rows]
        return cls(*(frozenset(term for term, flags in held if flags[n]) for n in range(len(cls._fields))))


FLAGS = ", ".join(Common._fields)  # the columns of `term` that say so


def common(counts: Counter[str], sampled: int, total: int) -> Common:
    """Of terms counted in `sampled` entries out of `total`."""
    if not sampled:
        return Common()
    # Two words that are each in so many entries stand together in _LOOKED_INTO of them, if by chance alone. In a small
    # archive there is room for more pairs.
    limits = _SCOPED_FROM, _TIERED_FROM, min(sqrt(_LOOKED_INTO * total), total / _ANY_IN)
    scoped, tiered, paired = (
        [term for term, n in counts.most_common() if n * total / sampled > limit] for limit in limits
    )
    return Common(frozenset(scoped), frozenset(tiered), frozenset(paired[:MOST_PAIRED]))


def commonest(counts: Counter[str]) -> list[str]:
    """The terms that are counted most, in order: all that may be paired are among them."""
    return [term for term, _n in counts.most_common(MOST_PAIRED)]


def spaced(term: str) -> bool:
    """Whether it is of a word that always has a space behind it. Behind others a place may be empty or not."""
    return not IDEOGRAPHIC.search(term)


def pairs(text: Stream, paired: frozenset[str]) -> dict[bool, set[tuple[str, str]]]:
    """The common terms that follow each other: side by side, or (True) with one to three stop words between."""
    slots, found = text.slots, {False: set(), True: set()}
    filled = [place for place, term in enumerate(slots) if term]
    for one, other in pairwise(filled):
        if other - one <= NEAR:
            found[other - one > 1].add((slots[one], slots[other]))
    for term, place, size in text.joined:
        end, at = place + size, bisect_left(filled, place)
        if at and place - filled[at - 1] <= NEAR:
            found[place - filled[at - 1] > 1].add((slots[filled[at - 1]], term))
        behind = next((there for there in filled[at:] if there >= end), end + NEAR)
        if behind - end < NEAR:
            found[behind > end].add((term, slots[behind]))
    found = {apart: {pair for pair in own if paired.issuperset(pair)} for apart, own in found.items()}
    return found | {True: {pair for pair in found[True] if spaced(pair[0])}}
