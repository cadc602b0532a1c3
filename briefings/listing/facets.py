"""Counts beside a listing: how many of the matching publications are of each kind, year, series, author…

All facets come from one statement. A facet that has been chosen is counted without itself, so that a visitor sees
what widening it would add.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import CharField, Count, F, JSONField, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from briefings.listing.filters import Filters
from briefings.listing.matching import Matching
from briefings.models import Kind, Publication, PublicationCredit
from briefings.models.publication import UNDATED
from search.components import Choice, Facet
from search.querying.counting import MOST_VALUES, MOST_YEARS


@dataclass(frozen=True)
class Tally:
    """One line of the statement's answer."""

    facet: str
    value: str
    name: str
    names: dict
    count: int


def count(matching: Matching) -> list[Tally]:
    """Counts of every facet that the address does not fix, the largest first within a facet."""
    parts = [_counted(name, matching) for name in _SOURCES if name not in matching.filters.fixed]
    if not parts:
        return []
    return [Tally(*row) for row in parts[0].union(*parts[1:], all=True).order_by()]


def facets(filters: Filters, counts: list[Tally]) -> list[Facet]:
    """`counts` as a page shows them, labels in the active language; facets with nothing to choose are left out."""
    shown = []
    for name in _SOURCES:
        rows = [row for row in counts if row.facet == name]
        if name == "year":
            rows.sort(key=lambda row: int(row.value), reverse=True)
        chosen = filters.values(name)
        values = [_value(row, chosen, filters) for row in rows]
        if len(values) > 1 or any(value.selected for value in values):
            shown.append(Facet(name, label_of(name), values))
    return shown


def _value(row: Tally, chosen: tuple[str, ...], filters: Filters) -> Choice:
    value = UNDATED if row.facet == "year" and row.value == "0" else row.value
    return Choice(value, value_label(row), row.count, value in chosen, filters.toggled(row.facet, value))


def label_of(name: str) -> str:
    """What a filter, or another parameter of a listing, is called in the active language."""
    labels = {
        "kind": _("Kind"),
        "year": _("Year"),
        "series": _("Series"),
        "channel": _("Channel"),
        "author": _("Author"),
        "topic": _("Topic"),
        "region": _("Region"),
        "tag": _("Tag"),
        "lang": _("Language"),
        "month": _("Month"),
        "after": _("From"),
        "before": _("Until"),
        "sort": _("Order"),
        "page": _("Page"),
        "page_size": _("Publications per page"),
    }
    return labels[name]


def value_label(row: Tally) -> str:
    """What a value is called in the active language."""
    if row.facet == "kind":
        return Kind(row.value).plural
    if row.facet == "year":
        return row.value if row.value != "0" else _("Undated")
    if row.facet == "lang":
        return language_name(row.value)
    return row.names.get(get_language() or settings.LANGUAGE_CODE) or row.name


def language_name(code: str) -> str:
    """The name of a language in that language itself, or its code where Django does not know it."""
    try:
        return get_language_info(code)["name_local"]
    except KeyError:
        return code


_NO_NAMES = Cast(Value("{}"), JSONField())


def _counted(name: str, matching: Matching) -> QuerySet:
    rows, value, label, names, counted = _SOURCES[name](matching.publications(without=name))
    text = CharField()
    return (
        rows.order_by()
        .values(facet=Value(name, text), shown=Cast(value, text), label=label, names_=names)
        .annotate(n=Count(counted))
        .order_by("-n", "shown")
        .values_list("facet", "shown", "label", "names_", "n")[
            : MOST_YEARS if name == "year" else MOST_VALUES
        ]
    )


def _column(column: str):
    return lambda found: (found, F(column), Value("", CharField()), _NO_NAMES, "pk")


def _foreign(column: str):
    def source(found: QuerySet):
        rows = found.exclude(**{column: None})
        return rows, F(f"{column}__slug"), F(f"{column}__name"), F(f"{column}__names"), "pk"

    return source


def _link(through, column: str, named: bool = True):
    def source(found: QuerySet):
        rows = through.objects.filter(publication__in=found)
        names = F(f"{column}__names") if named else _NO_NAMES
        return rows, F(f"{column}__slug"), F(f"{column}__name"), names, "publication"

    return source


def _authors(found: QuerySet):
    rows = PublicationCredit.objects.filter(publication__in=found, role="author").exclude(person=None)
    return rows, F("person__slug"), F("person__name"), F("person__names"), "publication"


_SOURCES = {
    "kind": _column("kind"),
    "series": _foreign("series"),
    "channel": _foreign("channel"),
    "author": _authors,
    "topic": _link(Publication.topics.through, "topic"),
    "region": _link(Publication.regions.through, "region"),
    "tag": _link(Publication.tags.through, "tag", named=False),
    "year": _column("year"),
    "lang": _column("language"),
}
