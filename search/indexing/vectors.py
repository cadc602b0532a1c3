"""The tsvectors of many entries at once, from where their terms stand: what `rows` makes of one entry."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search.indexing.layout import Layout, Placed
from search.indexing.lexicon import Ints, Lexemes, changes, spread
from search.indexing.rows import MOST_PLACES, array_head


class Groups(NamedTuple):
    """The lexemes of owners, in order, each once; `weight` is the sum of all its occurrences. Their places are `size`
    from `start` on in `places`."""

    owner: Ints
    lexeme: Ints
    weight: Ints
    start: Ints
    size: Ints
    places: Ints


def grouped(owner: Ints, placed: Placed, lexemes: Lexemes) -> Groups:
    """Occurrences brought together. Owners are numbers below 65,536."""
    # One number holds all: sorting is what takes time.
    keys = ((owner << 31 | lexemes.ranks(placed.lexeme)) << 14 | placed.place) << 2 | placed.weight
    keys.sort()
    group, place = keys >> 16, keys >> 2
    begins = np.flatnonzero(changes(group))
    # A joined word may stand where a word does that is written like it.
    once = changes(place)
    upto = np.concatenate([[0], np.cumsum(once)])
    start = upto[begins]
    size = np.diff(upto[np.append(begins, len(keys))])
    weight = np.add.reduceat(keys & 3, begins) if len(keys) else keys
    found = group[begins]
    return Groups(
        found >> 31,
        lexemes.at(found & 0x7FFFFFFF),
        weight,
        start,
        np.minimum(size, MOST_PLACES),
        place.take(np.flatnonzero(once)) & 0x3FFF,
    )


class Headed(NamedTuple):
    """The lexemes of titles and parts: of which entry and head each of the groups is."""

    entry: Ints
    head: Ints
    groups: Groups


def headed(layout: Layout, lexemes: Lexemes) -> Headed:
    """What stands in titles and parts, each apart."""
    owners, owner = np.unique(layout.entry << 32 | layout.head, return_inverse=True)
    placed = layout.headed()
    groups = grouped(owner[placed.stream], placed, lexemes)
    of = owners[groups.owner]
    return Headed(of >> 32, of & 0xFFFFFFFF, groups)


class Part(NamedTuple):
    """Lexemes of entries as a tsvector has them: those of `head`, then those of `lexeme`, either may be nothing."""

    entry: Ints
    head: Ints
    lexeme: Ints
    start: Ints
    size: Ints
    places: Ints


def vectors(count: int, parts: list[Part], lexemes: Lexemes) -> list[bytes]:
    """The tsvectors of so many entries in binary form. Lexemes of the same entry and head must be in order in a part."""
    shifts = np.cumsum([0, *(len(part.places) for part in parts)])
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in Part._fields}
    entry, head, lexeme, size, places = (
        joined[name] for name in ("entry", "head", "lexeme", "size", "places")
    )
    start = np.concatenate([part.start + shift for part, shift in zip(parts, shifts, strict=False)])
    # A head's lexemes stand where it would stand itself: only it holds a colon.
    order = np.argsort(entry << 32 | lexemes.ranks(np.where(head, head, lexeme)), kind="stable")
    entry, head, lexeme, size, start = (of.take(order) for of in (entry, head, lexeme, size, start))
    heads, letters = lexemes.sizes(head), lexemes.sizes(lexeme)
    length = heads + letters + 3 + 2 * size  # a zero behind the letters, how many places, places
    ends = np.cumsum(length)
    begins = ends - length
    into = np.zeros(ends[-1] if len(ends) else 0, np.uint8)
    headed = head > 0
    lexemes.write(head[headed], into, begins[headed])
    lexemes.write(lexeme, into, begins + heads)
    behind = begins + heads + letters
    into[behind + 2] = size  # the byte before is for more than are kept
    at = np.repeat(behind + 3, size) + 2 * (spread(np.zeros_like(size), size))
    own = places.take(spread(start, size))
    into[at], into[at + 1] = own >> 8, own & 0xFF
    bounds = np.searchsorted(entry, np.arange(count + 1))
    cuts = np.append(begins, len(into))[bounds].tolist()
    written, many = into.tobytes(), np.diff(bounds).astype(">i4").tobytes()
    return [many[4 * n : 4 * n + 4] + written[cuts[n] : cuts[n + 1]] for n in range(count)]


def arrays(owner: Ints, numbers: Ints, count: int) -> list[bytes]:
    """The numbers of so many owners as integer arrays in binary form; owners must be in order."""
    bounds = np.searchsorted(owner, np.arange(count + 1)).tolist()
    sized = np.empty((len(numbers), 2), ">i4")
    sized[:, 0], sized[:, 1] = 4, numbers
    written = sized.tobytes()
    return [array_head(end - begin) + written[8 * begin : 8 * end] for begin, end in pairwise(bounds)]
