"""A whole text to terms with places: what a tsvector keeps and a phrase is looked up by."""

from __future__ import annotations

from dataclasses import dataclass, field

from search.analysis.letters import fold
from search.analysis.terms import CHUNK, Analysed, analyse

Places = dict[str, list[int]]


@dataclass
class Stream:
    """Places of `terms` in a text. `links` are pairs across a space between Korean words: they make spacing not
    matter, and count for nothing in the ranking. `stops` are stop words. `end` is the place behind the last word."""

    terms: Places = field(default_factory=dict)
    links: Places = field(default_factory=dict)
    stops: list[tuple[str, int]] = field(default_factory=list)
    surfaces: set[str] = field(default_factory=set)
    end: int = 0

    @property
    def pairs(self) -> list[tuple[str, int]]:
        """Terms with their places, in reading order."""
        return sorted(
            ((t, place) for t, places in self.terms.items() for place in places), key=lambda p: p[1]
        )

    def __len__(self) -> int:
        """How many words count: terms, each as often as it stands."""
        return sum(map(len, self.terms.values()))


class _Lookup(dict):
    """A chunk to what it is: a term (text), a stop word (None), or everything else (`Analysed`). Most are terms."""

    def __missing__(self, chunk: str) -> str | Analysed | None:
        analysed = analyse(chunk)
        found: str | Analysed | None = analysed
        if len(analysed.words) == 1 and not analysed.joined:
            (word,) = analysed.words
            if word.stop:
                found = None
            elif word.surface == chunk and not word.ideographic:
                found = word.terms[0][0]
        if len(self) > _REMEMBERED:
            self.clear()
        self[chunk] = found
        return found


_REMEMBERED = 400_000
_lookup = _Lookup()


def stream(text: str, start: int = 0) -> Stream:
    """The terms of `text`, places counted from `start`."""
    found = Stream()
    terms, place, before = found.terms, start, ""
    chunks = CHUNK.findall(fold(text))
    for chunk, known in zip(chunks, map(_lookup.__getitem__, chunks), strict=True):
        if known.__class__ is str:
            if known in terms:
                terms[known].append(place)
            else:
                terms[known] = [place]
                found.surfaces.add(chunk)
            place, before = place + 1, ""
        elif known is None:
            found.stops.append((chunk, place))
            place, before = place + 1, ""
        else:
            place, before = _add(known, found, place, before)
    found.end = place
    return found


def _add(analysed: Analysed, found: Stream, place: int, before: str) -> tuple[int, str]:
    """Add a chunk that is not one plain word; the place behind it, and the syllable it ends with if any."""
    terms = found.terms
    if analysed.joined:
        terms.setdefault(analysed.joined, []).append(place)
    for word in analysed.words:
        if word.stop:
            found.stops.append((word.terms[0][0], place))
            place, before = place + 1, ""
            continue
        if word.ideographic and before:
            found.links.setdefault(before + word.first, []).append(place - 1)
        for term, offset in word.terms:
            if term in terms:
                terms[term].append(place + offset)
            else:
                terms[term] = [place + offset]
        if word.surface:
            found.surfaces.add(word.surface)
        place, before = place + word.width, word.last
    return place, before
