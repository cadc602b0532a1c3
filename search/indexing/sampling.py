"""What a rebuild has to know beforehand, from some of the entries: how long a usual one is, and which terms are common."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from search.entries import Entry
from search.indexing.documents import prepare
from search.indexing.layout import Planner
from search.indexing.portions import portions
from search.indexing.scores import counted, of_prepared, scores
from search.indexing.weights import USUAL_LENGTH

_SHORTEST = 20.0  # words that a usual entry has at least


@dataclass(frozen=True)
class Sample:
    """So many entries, how many words they have in all, and how many of them have each term."""

    entries: int = 0
    words: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Sample) -> Sample:
        return Sample(self.entries + other.entries, self.words + other.words, self.counts + other.counts)

    @property
    def usual(self) -> float:
        """The length of a usual entry in words."""
        return max(_SHORTEST, self.words / self.entries) if self.entries else USUAL_LENGTH


class Sampler:
    """Takes a sample. The planner knows its tokens from then on, as whoever fills the index wants them."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._entries, self._words, self._counts = 0, 0.0, np.zeros(0, np.int64)

    def add(self, entries: Iterable[Entry]) -> int:
        """How many these were."""
        before = self._entries
        for batch in portions(entries):
            self._add(batch)
        return self._entries - before

    def _add(self, batch: list[Entry]) -> None:
        terms = self._planner.terms
        layout, left = self._planner.lay(batch, defaultdict(int))
        plain = counted(layout)
        alone = {n: prepare(batch[n], USUAL_LENGTH) for n in left}
        found = [scores(layout, plain, USUAL_LENGTH, len(batch)), of_prepared(alone, terms)]
        counts = np.bincount(np.concatenate([own.term for own in found]), minlength=len(terms.all))
        counts[: len(self._counts)] += self._counts
        self._entries, self._counts = self._entries + len(batch), counts
        self._words += float(plain.n.sum()) + sum(prepared.length for prepared in alone.values())

    @property
    def sample(self) -> Sample:
        met = np.flatnonzero(self._counts)
        names = map(self._planner.terms.all.__getitem__, met.tolist())
        return Sample(
            self._entries, self._words, Counter(dict(zip(names, self._counts[met].tolist(), strict=True)))
        )
