"""The text past the places of an entry's tsvector: kept in vectors of its own, for phrases and Korean words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from search.analysis import stream
from search.entries import Passage
from search.indexing.documents import LAST_PLACE

_PIECE = 14_000  # characters: fewer places than a tsvector holds, in any script


def vectors(passages: Iterable[Passage]) -> Iterator[dict[str, list[int]]]:
    """Lexemes with places, one dictionary a vector."""
    for passage in passages:
        for piece in _pieces(passage.text):
            lexemes: dict[str, list[int]] = defaultdict(list)
            found = stream(piece)
            for term, place in (*found.terms, *found.links):
                if place < LAST_PLACE - 1:
                    lexemes[term].append(place + 1)
            if lexemes:
                yield lexemes


def _pieces(text: str) -> Iterator[str]:
    """`text` in lengths of at most _PIECE characters, cut at a space; each begins a little before the last's end, so
    that a phrase over the cut is whole in one of them."""
    start = 0
    while start < len(text):
        end = min(len(text), start + _PIECE)
        if end < len(text):
            end = text.rfind(" ", start + _PIECE // 2, end) + 1 or end
        yield text[max(0, start - 200) : end]
        start = end
