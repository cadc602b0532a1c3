"""The text past the places of an entry's tsvector: kept in vectors of its own, for phrases and Korean words."""

from __future__ import annotations

from collections.abc import Iterator

_PIECE = 14_000  # characters: fewer places than a tsvector holds, in any script


def pieces(text: str) -> Iterator[str]:
    """`text` in lengths of at most _PIECE characters, cut at a space; each begins a little before the last's end, so
    that a phrase over the cut is whole in one of them."""
    start = 0
    while start < len(text):
        end = min(len(text), start + _PIECE)
        if end < len(text):
            end = text.rfind(" ", start + _PIECE // 2, end) + 1 or end
        yield text[max(0, start - 200) : end]
        start = end
