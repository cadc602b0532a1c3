"""Where the terms of many entries stand, as `documents.prepare` has those of one, on arrays of numbers (see `lexicon`).

Entries with pages of documents are left to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.entries import Entry
from search.indexing.documents import passages, written
from search.indexing.hashed import Table, cut, mixed
from search.indexing.lexicon import Ints, Lists, Names, once
from search.indexing.sequences import NO_HEAD, TITLE, head_of_part
from search.indexing.tokens import Tokens


class Slots(NamedTuple):
    """What stands in the streams, one after the other: a term at each place, or none. `sizes` are the streams'."""

    term: Ints
    sizes: Ints


class Joined(NamedTuple):
    """Words with a hyphen written as one: in which stream, the terms, and the slots they are joined of."""

    stream: Ints
    term: Ints
    at: Ints
    size: Ints


class Stops(NamedTuple):
    """Stop words of titles: in which stream, the terms that they have there, and the slots that hold none for them."""

    stream: Ints
    term: Ints
    at: Ints


class Links(NamedTuple):
    """Pairs of syllables over spaces: in which stream, and their own numbers."""

    stream: Ints
    link: Ints


class Layout(NamedTuple):
    """Streams are titles and passages. `entry` of each is counted from 0, `head` as in `sequences`; they are in order of
    both. `words` are those of each entry, once, behind its number in the upper half."""

    entry: Ints
    head: Ints
    slots: Slots
    joined: Joined
    stops: Stops
    links: Links
    words: Ints

    @property
    def windows(self) -> Ints:
        """How many joined words each stream has."""
        return np.bincount(self.joined.stream, minlength=len(self.head))

    @property
    def terms(self) -> Terms:
        """All that stand in them but for links and stop words."""
        filled = np.flatnonzero(self.slots.term)
        at = np.repeat(np.arange(len(self.head)), self.slots.sizes).take(filled)
        return Terms(
            np.append(at, self.joined.stream), np.append(self.slots.term.take(filled), self.joined.term)
        )


class Terms(NamedTuple):
    """Terms, and in which streams they stand."""

    stream: Ints
    term: Ints


class Planner:
    """Lays out batches of entries, and remembers the tokens that it meets."""

    def __init__(self) -> None:
        self.terms, self.words, self.links = Names(), Names(), Names()
        self._tokens = Tokens(self.terms, self.words, self.links)
        self._over_spaces = Table()  # links by both syllables

    @property
    def size(self) -> int:
        """How much it remembers: strings, and terms of tokens."""
        names = (self.terms, self.words, self.links)
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
        known, stream = known.take(telling), stream.take(telling)
        entry_of, head_of = np.array(entries, np.int64), np.array(head, np.int64)
        slots, n = self._tokens.slots.of(known)
        starts = np.cumsum(n) - n
        words, of_words = self._tokens.words.of(known)
        return Layout(
            entry_of,
            head_of,
            Slots(slots, np.bincount(stream, n, len(texts)).astype(np.int64)),
            Joined(*_placed(self._tokens.joined, known, stream, starts)),
            self._stops(known, stream, starts, head_of == TITLE),
            self._linked(known, stream),
            once(np.repeat(entry_of.take(stream), of_words) << 32 | words),
        ), left

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

    def _stops(self, known: Ints, stream: Ints, starts: Ints, title: NDArray[np.bool_]) -> Stops:
        titles = np.flatnonzero(title.take(stream))
        return Stops(*_placed(self._tokens.stops, known[titles], stream[titles], starts[titles])[:3])


def _placed(lists: Lists, known: Ints, stream: Ints, starts: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """What tokens have besides their slots, as `Tokens` tells: in which stream, the term, its first slot and how many."""
    held, n = lists.of(known)
    term, place, size = held.reshape(-1, 3).T
    n //= 3
    return np.repeat(stream, n), term, np.repeat(starts, n) + place, size


def _streams(entry: Entry, parts: dict[str, int]) -> list[tuple[int, str]]:
    """Texts with what heads them, those with the same head together."""
    own = [
        (head_of_part(parts[passage.part]) if passage.part else NO_HEAD, written(passage))
        for passage in passages(entry)
    ]
    return [(TITLE, entry.title), *sorted(own, key=itemgetter(0))]
