"""Entries in portions whose arrays are near at hand, and bounded."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from search.entries import Entry

_PORTION = 400_000  # characters


def portions(entries: Iterable[Entry]) -> Generator[list[Entry]]:
    """Lists of `entries` that have so many characters, or a single one that has more."""
    portion, size = [], 0
    for entry in entries:
        portion.append(entry)
        size += sum(10 + len(passage.text) for passage in entry.passages)
        if size > _PORTION:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion
