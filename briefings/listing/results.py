"""A listing: one page of what matches, with its total, facets and the addresses of everything next to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from django.db import connections, router
from django.db.models import F, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from briefings import epoch, prepared
from briefings.listed import COLUMNS, Listed
from briefings.listing.facets import count, facets, label_of
from briefings.listing.filters import BadFilter, Filters
from briefings.listing.matching import Matching
from briefings.listing.years import Years
from briefings.models import Publication
from briefings.models.publication import NEWEST_FIRST
from search.components import Facet, PageLink, page_links

OLDEST_FIRST = (F("published_at").asc(nulls_first=True), F("briefing_id").asc())


@dataclass(frozen=True)
class ActiveFilter:
    """A filter that the visitor chose, with the query string that takes it away."""

    name: str
    label: str
    value_label: str
    query: str


class Listing:
    """What `filters` find. Attributes are computed when first read, each by one query or none.

    Raises BadFilter when a value names nothing, and for a page beyond the last one.
    """

    def __init__(self, filters: Filters):
        self.filters = filters
        self._matching = Matching(filters)
        self.page = filters.page
        self.sort = filters.sort
        if self.page > self.pages:
            raise BadFilter("page", _("The last page is %(last)d.") % {"last": self.pages})

    @cached_property
    def total(self) -> int:
        return epoch.remember(("total", self._key), lambda: self._matching.publications().count())

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / self.filters.page_size))

    @cached_property
    def publications(self) -> list[Listed]:
        """What this page shows, in order."""
        if not self.total:
            return []
        key = ("statement", self._key, self.page, self.filters.page_size, self.sort)
        statement = epoch.remember(key, self._statement)
        using = router.db_for_read(Publication)
        steady = self._matching.is_steady
        with prepared.cursor(using) if steady else connections[using].cursor() as cursor:
            cursor.execute(*statement)
            return [Listed.of_row(row) for row in cursor.fetchall()]

    def _statement(self) -> tuple[str, tuple]:
        """SQL and its parameters; composing them takes longer than the answer, so they are remembered.

        Pages beyond the middle are reached from the other end, which halves the walk.
        """
        size = self.filters.page_size
        first, last = (self.page - 1) * size, min(self.page * size, self.total)
        order, other = (NEWEST_FIRST, OLDEST_FIRST) if self.sort == "newest" else (OLDEST_FIRST, NEWEST_FIRST)
        if first > self.total // 2:
            ids = self._matching.publications().order_by(*other)[self.total - last : self.total - first]
        else:
            ids = self._matching.publications().order_by(*order)[first:last]
        shown = Publication.objects.filter(pk__in=ids.values("pk")).order_by(*order)
        return shown.values_list(*COLUMNS).query.sql_with_params()

    @cached_property
    def facets(self) -> list[Facet]:
        """Remembered as they are shown where the visitor asks for nothing: those are the listings that all pass."""
        if self.is_plain:
            return epoch.remember(("facets", get_language(), self._key), self._counted_facets)
        return self._counted_facets()

    def _counted_facets(self) -> list[Facet]:
        return facets(self.filters, epoch.remember(("counts", self._key), lambda: count(self._matching)))

    @cached_property
    def is_plain(self) -> bool:
        """Whether the visitor asks for nothing but a page of what stands at the address."""
        return not self.filters.query()

    def kept(self, name: str, render: Callable[[], str]) -> str:
        """HTML made of this listing, `render()` or what it was earlier in this epoch, by `name` and language.

        Of plain listings only, which are few; it must be the same on each of their pages.
        """
        if not self.is_plain:
            return render()
        return epoch.remember(("listing", name, get_language(), self._key), render)

    @cached_property
    def years(self) -> Years:
        """What is found, by year."""
        return Years.of(next((facet.values for facet in self.facets if facet.name == "year"), []))

    @cached_property
    def active(self) -> list[ActiveFilter]:
        """What the visitor chose, with a way to take each away."""
        labels = {(facet.name, v.value): v.label for facet in self.facets for v in facet.values}
        found = [
            ActiveFilter(
                name, label_of(name), labels.get((name, value), value), self.filters.toggled(name, value)
            )
            for name, values in self.filters.chosen.items()
            for value in values
        ]
        if self.filters.q:
            found.insert(0, ActiveFilter("q", _("Words"), self.filters.q, self.filters.query(q="")))
        for name in ("after", "before"):
            day = getattr(self.filters, name)
            if day:
                found.append(
                    ActiveFilter(name, label_of(name), day.isoformat(), self.filters.query(**{name: None}))
                )
        return found

    @property
    def page_links(self) -> list[PageLink]:
        return page_links(self.page, self.pages, lambda page: self.filters.query(page=page))

    @property
    def other_sort_query(self) -> str:
        return self.filters.query(sort="oldest" if self.sort == "newest" else "newest")

    @property
    def previous_query(self) -> str | None:
        return self.filters.query(page=self.page - 1) if self.page > 1 else None

    @property
    def next_query(self) -> str | None:
        return self.filters.query(page=self.page + 1) if self.page < self.pages else None

    @property
    def _key(self) -> tuple:
        f = self.filters
        return (
            f.q,
            tuple(sorted(f.chosen.items())),
            tuple((name, getattr(value, "pk", value)) for name, value in sorted(f.fixed.items())),
            f.after,
            f.before,
            f.month,
        )


def everything() -> QuerySet:
    """What `/publications/` lists, in no order: its number is the total index."""
    return Matching(Filters()).publications()
