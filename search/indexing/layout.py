"""Where the terms of many entries stand, as `documents.prepare` lays out one, on arrays of numbers (see `lexicon`).

Entries with pages of documents, and those longer than a tsvector holds, are left to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.entries import Entry
from search.indexing.documents import GAP, LAST_PLACE, passages, written
from search.indexing.hashed import Table, cut, mixed
from search.indexing.lexicon import Ints, Lexemes, Names, changes, once, spread
from search.indexing.tokens import Tokens, unpacked
from search.indexing.weights import TITLE


class Placed(NamedTuple):
    """Lexemes where they stand: in which stream, at which place, and what that counts in the ranking."""

    stream: Ints
    lexeme: Ints
    place: Ints
    weight: Ints


class Links(NamedTuple):
    """Pairs of syllables over spaces: in which stream, and their own numbers."""

    stream: Ints
    link: Ints


class Layout(NamedTuple):
    """Streams are titles and passages. `entry` of each is counted from 0; `head` is what it is of: 0 nothing, HEAD_TITLE,
    or what `head_of_part` gives. `stops` are the stop words of titles. `words` are those of each entry, once,
    behind its number in the upper half."""

    entry: Ints
    head: Ints
    placed: Placed
    stops: Placed
    links: Links
    words: Ints

    def headed(self) -> Placed:
        """What stands in streams that have heads, with the stop words of titles, which weigh nothing."""
        both = map(np.append, self.placed, self.stops)
        stream, *others = both
        headed = np.flatnonzero(self.head.take(stream))
        return Placed(stream[headed], *(of[headed] for of in others))


HEAD_TITLE = 1


def head_of_part(number: int) -> int:
    return HEAD_TITLE + number


class Planner:
    """Lays out batches of entries, and remembers the tokens that it meets."""

    def __init__(self) -> None:
        self.lexemes, self.words, self.links = Lexemes(), Names(), Names()
        self._tokens = Tokens(self.lexemes, self.words, self.links)
        self._over_spaces = Table()  # links by both syllables

    @property
    def size(self) -> int:
        """How much it remembers: strings, and terms of tokens."""
        names = (self.lexemes, self.words, self.links)
        return len(self._tokens) + len(self._tokens.slots) + sum(len(of.all) for of in names)

    def lay(self, batch: Sequence[Entry], parts: dict[str, int]) -> tuple[Layout, set[int]]:
        """The layout of a batch, and which entries it leaves out. `parts` are the numbers of parts by their keys."""
        left = {n for n, entry in enumerate(batch) if any(passage.page for passage in entry.passages)}
        entries, head, texts = [], [], []
        for number, entry in enumerate(batch):
            for own, text in () if number in left else _streams(entry, parts):
                entries.append(number)
                head.append(own)
                texts.append(text)
        found = cut(texts)
        known, stream = self._tokens.of(found), np.repeat(np.arange(len(texts)), found.sizes)
        telling = np.flatnonzero(known)
        entry_of, head_of = np.array(entries, np.int64), np.array(head, np.int64)
        known, stream = known.take(telling), stream.take(telling)
        starts, long = self._starts(known, stream, entry_of)
        if len(long):
            left.update(long.tolist())
            short = ~np.isin(entry_of[stream], long)
            known, stream = known[short], stream[short]
            starts, _none = self._starts(known, stream, entry_of)
        title = changes(entry_of)
        words, n = self._tokens.words.of(known)
        return Layout(
            entry_of,
            head_of,
            self._placed(known, stream, starts, title),
            self._stops(known, stream, starts, title),
            self._linked(known, stream),
            once(np.repeat(entry_of.take(stream), n) << 32 | words),
        ), left

    def _starts(self, known: Ints, stream: Ints, entry_of: Ints) -> tuple[Ints, Ints]:
        """The places of tokens, and the entries that have too many."""
        sizes = self._tokens.slots.sizes(known)
        lengths = np.bincount(stream, sizes, len(entry_of)).astype(np.int64)
        before = np.cumsum(lengths + GAP) - lengths - GAP
        first = np.searchsorted(entry_of, entry_of)  # the title of each one's entry
        begin = 1 + before - before[first]
        places = np.cumsum(sizes) - sizes + (begin - np.cumsum(lengths) + lengths).take(stream)
        return places, np.unique(entry_of[begin + lengths >= LAST_PLACE])

    def _placed(self, known: Ints, stream: Ints, starts: Ints, title: Ints) -> Placed:
        slots, n = self._tokens.slots.of(known)
        filled = np.flatnonzero(slots)
        places, at = spread(starts, n).take(filled), np.repeat(stream, n).take(filled)
        joined, n = self._tokens.joined.of(known)
        lexeme, offset = unpacked(joined)
        at = np.append(at, np.repeat(stream, n))
        places = np.append(places, np.repeat(starts, n) + offset)
        return Placed(at, np.append(slots.take(filled), lexeme), places, np.where(title, TITLE, 1).take(at))

    def _linked(self, known: Ints, stream: Ints) -> Links:
        """Inside of tokens, and of tokens with those before."""
        inside, n = self._tokens.links.of(known)
        beside = stream[1:] == stream[:-1]
        before, after = self._tokens.last(known[:-1]), self._tokens.first(known[1:])
        joins = np.flatnonzero(beside & (before > 0) & (after > 0))
        before, after = before[joins], after[joins]
        between = self._over_spaces.numbers(
            mixed((before << 32 | after).astype(np.uint64)),
            lambda at: self.links.number(chr(before[at]) + chr(after[at])),
        )
        return Links(np.append(np.repeat(stream, n), stream[1:].take(joins)), np.append(inside, between))

    def _stops(self, known: Ints, stream: Ints, starts: Ints, title: Ints) -> Placed:
        titles = np.flatnonzero(title.take(stream))
        stops, n = self._tokens.stops.of(known[titles])
        lexeme, offset = unpacked(stops)
        at, places = np.repeat(stream[titles], n), np.repeat(starts[titles], n) + offset
        return Placed(at, lexeme, places, np.zeros_like(lexeme))


def _streams(entry: Entry, parts: dict[str, int]) -> list[tuple[int, str]]:
    """Texts with what heads them."""
    own = [
        (head_of_part(parts[passage.part]) if passage.part else 0, written(passage))
        for passage in passages(entry)
    ]
    return [(HEAD_TITLE, entry.title), *own]
