"""Where the terms of many entries stand, as `documents.prepare` lays out one, on arrays of numbers (see `lexicon`).

Entries with pages of documents, and those longer than a tsvector holds, are left to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.analysis import tokens
from search.entries import Entry
from search.indexing.documents import GAP, LAST_PLACE, passages, written
from search.indexing.lexicon import Ints, Lexemes, Names, Tokens, spread, unpacked
from search.indexing.weights import TITLE


class Placed(NamedTuple):
    """Lexemes where they stand: in which stream, at which place, and what that counts in the ranking."""

    stream: Ints
    lexeme: Ints
    place: Ints
    weight: Ints


class Layout(NamedTuple):
    """Streams are titles and passages. `entry` of each is counted from 0, `head` the lexeme that begins its own
    lexemes, 0 for none. `stops` are the stop words of titles. `words` are those of each entry, once, behind its number
    in the upper half."""

    entry: Ints
    head: Ints
    placed: Placed
    stops: Placed
    words: Ints

    def headed(self) -> Placed:
        """What stands in streams that have heads, with the stop words of titles."""
        both = map(np.append, self.placed, self.stops)
        stream, *others = both
        headed = self.head[stream] > 0
        return Placed(stream[headed], *(of[headed] for of in others))


class Planner:
    """Lays out batches of entries, and remembers the tokens that it meets."""

    def __init__(self) -> None:
        self.lexemes, self.words = Lexemes(), Names()
        self._tokens = Tokens(self.lexemes, self.words)
        self._links = _Links(self.lexemes)

    @property
    def size(self) -> int:
        """How much it remembers: strings, and terms of tokens."""
        return len(self._tokens) + len(self._tokens.slots) + len(self.lexemes.all) + len(self.words.all)

    def lay(self, batch: Sequence[Entry], heads: dict[str, int]) -> tuple[Layout, set[int]]:
        """The layout of a batch, and which entries it leaves out. `heads` are by the keys of parts, and of titles by
        nothing."""
        left = {n for n, entry in enumerate(batch) if any(passage.page for passage in entry.passages)}
        entries, head, sizes, found = [], [], [], []
        for number, entry in enumerate(batch):
            for part, text in () if number in left else _streams(entry):
                of = tokens(text)
                found += of
                entries.append(number)
                sizes.append(len(of))
                head.append(heads[part] if part is not None else 0)
        known = np.fromiter(map(self._tokens.__getitem__, found), np.int64, len(found))
        stream = np.repeat(np.arange(len(sizes)), np.array(sizes, np.int64))
        telling = known > 0
        entry_of, head_of = np.array(entries, np.int64), np.array(head, np.int64)
        known, stream = known[telling], stream[telling]
        starts, long = self._starts(known, stream, entry_of)
        if len(long):
            left.update(long.tolist())
            short = ~np.isin(entry_of[stream], long)
            known, stream = known[short], stream[short]
            starts, _none = self._starts(known, stream, entry_of)
        title = np.diff(entry_of, prepend=-1) > 0
        words, n = self._tokens.words.of(known)
        return Layout(
            entry_of,
            head_of,
            self._placed(known, stream, starts, title),
            self._stops(known, stream, starts, title),
            _once(np.repeat(entry_of[stream], n) << 32 | words),
        ), left

    def _starts(self, known: Ints, stream: Ints, entry_of: Ints) -> tuple[Ints, Ints]:
        """The places of tokens, and the entries that have too many."""
        sizes = self._tokens.slots.sizes(known)
        lengths = np.bincount(stream, sizes, len(entry_of)).astype(np.int64)
        before = np.cumsum(lengths + GAP) - lengths - GAP
        first = np.searchsorted(entry_of, entry_of)  # the title of each one's entry
        begin = 1 + before - before[first]
        places = np.cumsum(sizes) - sizes + (begin - np.cumsum(lengths) + lengths)[stream]
        return places, np.unique(entry_of[begin + lengths >= LAST_PLACE])

    def _placed(self, known: Ints, stream: Ints, starts: Ints, title: Ints) -> Placed:
        slots, n = self._tokens.slots.of(known)
        filled = slots > 0
        places, at = spread(starts, n)[filled], np.repeat(stream, n)[filled]
        beside, n = self._tokens.beside.of(known)
        lexeme, offset, counts = unpacked(beside)
        beside_at = np.repeat(stream, n)
        linked = self._linked(known, stream)
        pairs = self._tokens.last(known[linked - 1]) << 32 | self._tokens.first(known[linked])
        links = map(self._links.__getitem__, pairs.tolist())
        weights = np.where(title, TITLE, 1)
        return Placed(
            np.concatenate([at, beside_at, stream[linked]]),
            np.concatenate([slots[filled], lexeme, np.fromiter(links, np.int64, len(linked))]),
            np.concatenate([places, np.repeat(starts, n) + offset, starts[linked] - 1]),
            np.concatenate([weights[at], weights[beside_at] * counts, np.zeros(len(linked), np.int64)]),
        )

    def _linked(self, known: Ints, stream: Ints) -> Ints:
        """The tokens that join with the one before."""
        beside = stream[1:] == stream[:-1]
        return 1 + np.flatnonzero(
            beside & (self._tokens.last(known[:-1]) > 0) & (self._tokens.first(known[1:]) > 0)
        )

    def _stops(self, known: Ints, stream: Ints, starts: Ints, title: Ints) -> Placed:
        titles = title[stream]
        stops, n = self._tokens.stops.of(known[titles])
        lexeme, offset, counts = unpacked(stops)
        return Placed(np.repeat(stream[titles], n), lexeme, np.repeat(starts[titles], n) + offset, counts)


class _Links(dict[int, int]):
    """Lexemes of Korean words' ends and beginnings, by the code points of both."""

    def __init__(self, lexemes: Lexemes) -> None:
        super().__init__()
        self._lexemes = lexemes

    def __missing__(self, pair: int) -> int:
        given = self[pair] = self._lexemes.number(chr(pair >> 32) + chr(pair & 0xFFFFFFFF))
        return given


def _once(numbers: Ints) -> Ints:
    """In order, each once; for many that are mostly different, quicker than NumPy's own."""
    numbers.sort()
    return numbers[np.diff(numbers, prepend=-1) != 0]


def _streams(entry: Entry) -> list[tuple[str | None, str]]:
    """Texts by the parts they are of; the title's is called by nothing, what is no part's by None."""
    return [("", entry.title), *((passage.part or None, written(passage)) for passage in passages(entry))]
