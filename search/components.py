"""What `templates/components/pages.html` and `facets.html` are given, by search pages and listings alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

SHOWN = 12  # values of a facet that need no opening


@dataclass(frozen=True)
class Choice:
    """A value of a facet with its number of entries; `query` is the query string that adds or removes it."""

    value: str
    label: str
    count: int
    selected: bool
    query: str


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    values: list[Choice]

    @property
    def first(self) -> list[Choice]:
        """What is shown at once: the first values, and those that are chosen."""
        return [value for n, value in enumerate(self.values) if n < SHOWN or value.selected]

    @property
    def rest(self) -> list[Choice]:
        return [value for value in self.values[SHOWN:] if not value.selected]

    @property
    def chosen(self) -> bool:
        """Whether the list is narrowed by any of it."""
        return any(value.selected for value in self.values)


@dataclass(frozen=True)
class PageLink:
    """A page to go to; `number` is None for a gap between page numbers."""

    number: int | None
    query: str
    current: bool


def page_links(page: int, pages: int, query: Callable[[int], str]) -> list[PageLink]:
    """First, last and the pages around `page`; empty when there is only one. `query` writes a page's query string."""
    if pages == 1:
        return []
    near = {1, pages, *range(page - 2, page + 3)}
    links, before = [], 0
    for number in sorted(n for n in near if 1 <= n <= pages):
        if number - before > 1:
            links.append(PageLink(None, "", False))
        links.append(PageLink(number, query(number), number == page))
        before = number
    return links
