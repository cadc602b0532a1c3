"""Fills an index that nobody sees yet. Several builders may: each in a process of its own, numbers from one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from search.entries import Entry, Value
from search.indexing import rows
from search.indexing.common import Common
from search.indexing.documents import Prepared, prepare
from search.indexing.numbering import FACET, PART, TERM, WORD, Counts, Give, Keys
from search.indexing.rows import Held, Rows


class Builder:
    """Writes entries to the tables of `schema`, and counts what they hold."""

    def __init__(self, schema: str, usual: float, common: Common, give: Give):
        self._schema, self._usual, self._common, self._give = schema, usual, common, give
        self._numbers: dict[str, dict[Any, int]] = {kind: {} for kind in (TERM, WORD, PART, FACET)}
        self.counts = Counts({kind: Counter() for kind in (TERM, WORD, PART, FACET)}, {})

    def add(self, first: int, entries: Iterable[Entry]) -> int:
        """Write `entries` under the numbers from `first` on; how many there were."""
        batch = [prepare(entry, self._usual) for entry in entries]
        counted = self._counted(batch)
        self._learn(counted)
        # Of so many keys, those of one batch: what is looked up often should be near at hand.
        terms, words = ({key: self._numbers[kind][key] for key in counted[kind]} for kind in (TERM, WORD))
        made = Rows.none()
        for number, item in enumerate(batch, first):
            values = {_key(value): value for value in item.entry.facets}
            self.counts.values.update((key, (number, value)) for key, value in values.items())
            held = Held(
                map(terms.__getitem__, item.impacts),
                map(words.__getitem__, item.surfaces),
                [self._numbers[FACET][key] for key in values],
                self._numbers[PART],
            )
            rows.add(made, item, number, held, self._common)
        rows.copy(self._schema, made)
        return len(batch)

    def _counted(self, batch: list[Prepared]) -> dict[str, Counter]:
        """How many entries of a batch have each term, word, part and facet value."""
        counted = {kind: Counter() for kind in (TERM, WORD, PART, FACET)}
        for item in batch:
            counted[TERM].update(item.impacts.keys())
            counted[WORD].update(item.surfaces)
            counted[PART].update(item.parts.keys())
            counted[FACET].update({_key(value) for value in item.entry.facets})
        for kind, counts in counted.items():
            self.counts.of[kind].update(counts)
        return counted

    def _learn(self, counted: dict[str, Counter]) -> None:
        """Have numbers given to what is met for the first time."""
        held = self._numbers
        met: Keys = {kind: [key for key in keys if key not in held[kind]] for kind, keys in counted.items()}
        for kind, numbers in self._give(met).items():
            held[kind].update(zip(met[kind], numbers, strict=True))


def _key(value: Value) -> tuple[str, str]:
    return value.facet, value.key
