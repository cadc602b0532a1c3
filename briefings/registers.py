"""Long lists of names: everybody credited, every tag, each with its number of publications, in pages and by letter.

Read whole, sorted as the names are shown in the active language, and kept for the epoch: the counting costs more than
the sorting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import get_language

from briefings import counting, epoch
from briefings.sorting import initial, reading_order

A_PAGE = 120
ENOUGH_FOR_LETTERS = 60


@dataclass(frozen=True)
class Entry:
    """A name with the slug of its page; `anchor` is set on the first of a letter."""

    name: str
    slug: str
    number: int
    anchor: str = ""


@dataclass(frozen=True)
class Letter:
    """A letter that names begin with: the page and the anchor of the first of them."""

    name: str
    page: int
    anchor: str


@dataclass(frozen=True)
class Register:
    entries: list[Entry]
    letters: list[Letter]

    def page(self, number: str | int) -> Page:
        """Raises InvalidPage."""
        return Paginator(self.entries, A_PAGE).page(number)


def people() -> Register:
    """Everybody whom something public credits."""
    return _kept("people", lambda: ((p.name_in(), p.slug, p.publications_number) for p in counting.people()))


def tags() -> Register:
    """Every tag that something public carries."""
    return _kept("tags", lambda: ((tag.name, tag.slug, tag.publications_number) for tag in counting.tags()))


def _kept(key: str, rows: Callable[[], Iterable[tuple[str, str, int]]]) -> Register:
    return epoch.remember(("register", key, get_language()), lambda: _made(rows()))


def _made(rows: Iterable[tuple[str, str, int]]) -> Register:
    order = reading_order()
    entries, letters = [], {}
    for n, row in enumerate(sorted(rows, key=lambda row: order(row[0]))):
        letter = initial(row[0])
        anchor = "" if letter in letters else f"n{n}"
        if anchor:
            letters[letter] = Letter(letter, n // A_PAGE + 1, anchor)
        entries.append(Entry(*row, anchor))
    return Register(entries, list(letters.values()) if len(entries) >= ENOUGH_FOR_LETTERS else [])
