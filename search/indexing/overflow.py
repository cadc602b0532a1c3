"""The text past the places of an entry's tsvector: kept in vectors of its own, for phrases and Korean words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from search.analysis import Places, stream
from search.entries import Passage

_PIECE = 14_000  # characters: fewer places than a tsvector holds, in any script


def vectors(passages: Iterable[Passage]) -> Iterator[Places]:
    """Lexemes with places, one dictionary a vector."""
    for passage in passages:
        for piece in _pieces(passage.text):
            found = stream(piece, 1)
            lexemes = dict(found.terms)
            for term, places in found.links.items():
                lexemes[term] = lexemes.get(term, []) + places
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
