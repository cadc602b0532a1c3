"""A whole text to terms with places: what a tsvector keeps and a phrase is looked up by."""

from __future__ import annotations

from dataclasses import dataclass, field

from search.analysis.letters import fold
from search.analysis.terms import CHUNK, analyse


@dataclass
class Stream:
    """`terms` with their places in reading order. `links` are pairs across a space between Korean words: they make
    spacing not matter, and count for nothing in the ranking. `stops` are stop words. `width` places in all."""

    terms: list[tuple[str, int]] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)
    stops: list[tuple[str, int]] = field(default_factory=list)
    surfaces: set[str] = field(default_factory=set)
    width: int = 0


def stream(text: str) -> Stream:
    """The terms of `text`, places counted from 0."""
    found = Stream()
    terms, place, before = found.terms, 0, ""
    for chunk in CHUNK.findall(fold(text)):
        analysed = analyse(chunk)
        if analysed.joined:
            terms.append((analysed.joined, place))
        for word in analysed.words:
            if word.stop:
                found.stops.append((word.terms[0][0], place))
                place, before = place + 1, ""
                continue
            if word.ideographic:
                if before:
                    found.links.append((before + word.first, place - 1))
                before = word.last
                terms.extend([(term, place + offset) for term, offset in word.terms])
            else:
                before = ""
                terms.append((word.terms[0][0], place))
            if word.surface:
                found.surfaces.add(word.surface)
            place += word.width
    found.width = place
    return found
