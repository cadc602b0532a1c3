"""Fills an index that nobody sees yet. Several builders may: each in a process of its own, numbers from one place.

Entries are computed many at a time, on arrays of numbers: looking at strings one by one takes three times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np

from search.entries import Entry, Value
from search.indexing import marks, rows, sequences
from search.indexing.common import Common
from search.indexing.documents import Prepared, prepare
from search.indexing.layout import Layout, Planner
from search.indexing.lexicon import Ints
from search.indexing.marks import CommonMarks
from search.indexing.numbering import FACET, PART, TERM, WORD, Counts, Give, Keys
from search.indexing.portions import portions
from search.indexing.rows import Held, Impacts, Made, Rows, arrays
from search.indexing.scores import Scores, columns, counted, of_prepared, scores

_REMEMBERED = 1_000_000  # strings and terms of tokens: some 300 MB


class Builder:
    """Writes entries to the tables of `schema`, and counts what they hold. What `planner` knows of tokens is used."""

    def __init__(self, schema: str, usual: float, common: Common, give: Give, planner: Planner):
        self._schema, self._usual, self._common, self._give = schema, usual, common, give
        self._numbers: dict[str, dict[Any, int]] = {PART: {}, FACET: {}}
        self._begin(planner)
        self._counted = {kind: np.zeros(0, np.int64) for kind in (TERM, WORD, FACET)}
        self._last: dict[tuple[str, str], tuple[int, Value]] = {}

    def _begin(self, planner: Planner) -> None:
        """Know what `planner` does. What the index has a number for keeps that: it is asked for again."""
        self._planner = planner
        self._terms, self._words, self._links = planner.terms, planner.words, planner.links
        self._common_marks = CommonMarks(self._common, self._terms)

    @property
    def counts(self) -> Counts:
        return Counts({kind: counted.tolist() for kind, counted in self._counted.items()}, self._last)

    def add(self, first: int, entries: Iterable[Entry]) -> int:
        """Write `entries` under the numbers from `first` on; how many there were."""
        done = 0
        for batch in portions(entries):
            self._add(first + done, batch)
            done += len(batch)
        return done

    def _add(self, first: int, batch: list[Entry]) -> None:
        if self._planner.size > _REMEMBERED:
            self._begin(Planner())
        values = self._values(batch, first)
        layout, left = self._planner.lay(batch, self._numbers[PART])
        alone = {n: prepare(batch[n], self._usual) for n in sorted(left)}
        scored = scores(layout, counted(layout), self._usual, len(batch))
        words, impacts = self._numbered(layout, scored, alone, len(batch))
        found_by = marks.column(
            [
                *marks.alone(layout, scored, self._terms, self._links),
                self._common_marks.scoped(layout),
                self._common_marks.tiers(scored),
                self._common_marks.pairs(layout),
                marks.own(first, values),
            ],
            len(batch),
        )
        in_order = self._sequences(layout, len(batch))
        for n, prepared in alone.items():
            numbered = Held(self._numbers_of(prepared), values[n], self._numbers[PART])
            in_order[n] = sequences.of_prepared(prepared, numbered.terms, numbered.parts)
            found_by[n] = rows.array(rows.found_by(prepared, first + n, numbered, self._common))
        made = Rows.none()
        for n, entry in enumerate(batch):
            columns = Made(words[n], values[n], found_by[n], in_order[n], impacts[n])
            rows.add(made, entry, first + n, columns)
        for n, prepared in alone.items():
            rows.add_overflow(made, prepared, first + n)
        rows.copy(self._schema, made)

    def _values(self, batch: Sequence[Entry], first: int) -> list[list[int]]:
        """The numbers of each entry's facet values. Parts are learnt, too."""
        held = [{(value.facet, value.key): value for value in entry.facets} for entry in batch]
        parts, values = self._numbers[PART], self._numbers[FACET]
        met: Keys = {
            PART: [*{p.part for entry in batch for p in entry.passages if p.part} - parts.keys()],
            FACET: [*{key for own in held for key in own} - values.keys()],
        }
        for kind, numbers in self._given(met).items():
            self._numbers[kind].update(zip(met[kind], numbers, strict=True))
        latest = {key: value for own in held for key, value in own.items()}
        # Whichever process has a value last: a later batch has a higher first number.
        self._last.update((key, (first, value)) for key, value in latest.items())
        found = [[values[key] for key in own] for own in held]
        self._count(FACET, np.array([number for own in found for number in own], np.int64))
        return found

    def _given(self, met: Keys) -> dict[str, list[int]]:
        return self._give(met) if any(map(len, met.values())) else {}

    def _count(self, kind: str, numbers: Ints) -> None:
        counted = self._counted[kind]
        own = np.bincount(numbers, minlength=len(counted))
        own[: len(counted)] += counted
        self._counted[kind] = own

    def _sequences(self, layout: Layout, count: int) -> list[bytes]:
        """What stands in entries in order. Stop words of titles are in the places that hold no term for them."""
        plain, joined, stops = (
            self._terms.indexed(of.term) for of in (layout.slots, layout.joined, layout.stops)
        )
        stopped = plain.copy()
        stopped[layout.stops.at] = stops
        return sequences.of_layout(layout, plain, stopped, joined, count)

    def _numbered(
        self, layout: Layout, scored: Scores, alone: dict[int, Prepared], count: int
    ) -> tuple[list[bytes], list[Impacts]]:
        """The columns of words, and of terms with impacts, under numbers that the index gives."""
        all_of = Scores(*map(np.append, scored, of_prepared(alone, self._terms)))
        number = self._words.number
        own = [n << 32 | number(word) for n, prepared in alone.items() for word in prepared.surfaces]
        words = np.sort(np.append(layout.words, np.array(own, np.int64)))
        word = words & 0xFFFFFFFF
        linked = [self._links.number(link) for prepared in alone.values() for link in prepared.links]
        links = np.append(layout.links.link, np.array(linked, np.int64))
        self._learn(all_of.term, links, word)
        terms, numbers = self._terms.indexed(all_of.term), self._words.indexed(word)
        self._count(TERM, terms)
        self._count(WORD, numbers)
        return arrays(words >> 32, numbers, count), columns(all_of, terms, count)

    def _learn(self, terms: Ints, links: Ints, words: Ints) -> None:
        """Have numbers given to the terms and words that are met for the first time."""
        met = [
            (TERM, self._terms, self._terms.unknown(terms).tolist()),
            (TERM, self._links, self._links.unknown(links).tolist()),
            (WORD, self._words, self._words.unknown(words).tolist()),
        ]
        wanted: dict[str, list[str]] = {TERM: [], WORD: []}
        for kind, names, fresh in met:
            wanted[kind] += [names.all[n] for n in fresh]
        given = {kind: iter(numbers) for kind, numbers in self._given(wanted).items()}
        for kind, names, fresh in met:
            if fresh:
                names.learn(fresh, list(islice(given[kind], len(fresh))))

    def _numbers_of(self, prepared: Prepared) -> dict[str, int]:
        """Of an entry's terms, once they are learnt."""
        found = {}
        for names, terms in ((self._links, prepared.links), (self._terms, prepared.impacts)):
            numbers = names.indexed(np.array([names.number(term) for term in terms], np.int64))
            found.update(zip(terms, numbers.tolist(), strict=True))
        return found
