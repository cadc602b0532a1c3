"""An answer as the page shows it: labels in the reader's language, links that add and remove filters, page links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search.components import Choice, Facet, PageLink, page_links
from search.querying.answers import DEEPEST, Answer
from search.querying.asides import Beside
from search.querying.facets import FacetValue
from search.querying.language import FACETS, parse
from search.querying.matching import NEWEST, OLDEST, RELEVANCE
from search.querying.showing import Hit
from search.views.parameters import toggled, written


@dataclass(frozen=True)
class ActiveFilter:
    label: str
    value_label: str
    query: str


@dataclass(frozen=True)
class Result:
    """A hit for the template; `published` is a datetime or None, `note` a person's job title."""

    hit: Hit
    published: datetime | None
    series: str
    note: str

    @property
    def address(self) -> str:
        """The entry, or the very page of a document the words stand on."""
        return self.hit.shown["url"]

    @property
    def page_address(self) -> str:
        snippet = self.hit.snippet
        return f"{snippet.url}#page={snippet.page}" if snippet.page and snippet.url else ""


class Shown:
    """Everything the template asks of an answer. Named like what listings have, so that both share components."""

    def __init__(self, answer: Answer, beside: list[Beside], other_kinds: list[FacetValue]):
        self.answer, self.request, self.aside = answer, answer.request, answer.aside
        self.beside, self._other_kinds = beside, other_kinds
        self.page, self.pages, self.total = self.request.page, answer.pages, answer.total
        self.results = [_result(hit) for hit in answer.hits]

    @property
    def facets(self) -> list[Facet]:
        shown = []
        for name in FACETS:
            values = self._kinds() if name == "kind" else self.answer.facets.get(name, [])
            if name == "year":
                values = sorted(values, key=lambda v: v.value, reverse=True)
            if len(values) > 1 or any(v.selected or self._narrows(v) for v in values):
                shown.append(Facet(name, facet_label(name), [self._choice(name, v) for v in values]))
        return shown

    def _narrows(self, v: FacetValue) -> bool:
        """Whether fewer have the value than were found: of estimates that is not known."""
        return self.answer.exact and v.count < self.total

    def _kinds(self) -> list[FacetValue]:
        """Those of what is counted, then those beside it."""
        have = self.answer.facets.get("kind", [])
        held = {value.value for value in have}
        beside = [
            FacetValue(b.kind.key, b.kind.label, b.kind.labels, b.total, False)
            for b in self.beside
            if b.kind.key not in held
        ]
        return [*self._other_kinds, *have, *beside]

    def _choice(self, facet: str, v: FacetValue) -> Choice:
        alone = self.aside is not None or any(v.value == b.kind.key for b in self.beside)
        if facet == "kind" and alone and not v.selected:  # what is counted and what is not make no list
            query = written(self.request, chosen={**self.request.chosen, "kind": (v.value,)})
        else:
            query = toggled(self.request, facet, v.value)
        return Choice(v.value, label_in_language(v), v.count, v.selected, query)

    @property
    def dated(self) -> bool:
        """Whether there is a time to narrow and to order by: people have none."""
        return self.aside is None or any(result.published for result in self.results)

    @property
    def aside_label(self) -> str:
        """What the entries are called, where they are no publications."""
        return self.aside.in_language() if self.aside else ""

    @property
    def active(self) -> list[ActiveFilter]:
        """The filters chosen by parameter, each with the query string without it."""
        labels = {
            (name, value.value): label_in_language(value)
            for name, values in self.answer.facets.items()
            for value in values
        }
        found = [
            ActiveFilter(
                facet_label(name), labels.get((name, value), value), toggled(self.request, name, value)
            )
            for name, values in self.request.chosen.items()
            for value in values
        ]
        for name, label in (("after", _("From")), ("before", _("Until"))):
            day: date | None = getattr(self.request, name)
            if day:
                found.append(ActiveFilter(label, day.isoformat(), written(self.request, **{name: None})))
        return found

    @property
    def missing(self) -> list[tuple[str, str]]:
        """(what the field is called, value) of what nothing is filed under."""
        return [(facet_label(field), value) for field, value in self.answer.missing]

    @property
    def deepest(self) -> int | None:
        """How many results can be paged through, where there are more."""
        return DEEPEST if self.total > DEEPEST else None

    @property
    def page_links(self) -> list[PageLink]:
        return page_links(self.page, self.pages, lambda page: written(self.request, page=page))

    @property
    def first_query(self) -> str:
        return written(self.request)

    @property
    def previous_query(self) -> str | None:
        return written(self.request, page=self.page - 1) if self.page > 1 else None

    @property
    def next_query(self) -> str | None:
        return written(self.request, page=self.page + 1) if self.page < self.pages else None

    @property
    def ranked(self) -> bool:
        """Whether there is anything to be better or worse at: fields and exclusions rank nothing."""
        return bool(parse(self.request.text).words)

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """(label, query string, current) of the orders. Where nothing is ranked, the newest come first."""
        labels = {RELEVANCE: _("Best first"), NEWEST: _("Newest first"), OLDEST: _("Oldest first")}
        present = self.request.sort
        if not self.ranked:
            del labels[RELEVANCE]
            present = NEWEST if present == RELEVANCE else present
        return [(label, written(self.request, sort=sort), sort == present) for sort, label in labels.items()]

    @property
    def first_number(self) -> int:
        """The place of the page's first result among all."""
        return (self.page - 1) * self.request.page_size + 1

    @property
    def other_parameters(self) -> list[tuple[str, str]]:
        """What a form that sets the dates has to carry on."""
        return parse_qsl(written(self.request, after=None, before=None))

    @property
    def words_query(self) -> str:
        """The search without its filters."""
        return urlencode({"q": self.request.text})

    @property
    def suggestion_query(self) -> str:
        return written(self.request, text=self.answer.suggestion)

    @property
    def feed_query(self) -> str:
        return written(self.request, sort="relevance", page_size=20)


def facet_label(name: str) -> str:
    """What a facet, or the field of parts, is called in the active language."""
    return {
        "kind": _("Kind"),
        "series": _("Series"),
        "channel": _("Channel"),
        "author": _("Author"),
        "topic": _("Topic"),
        "region": _("Region"),
        "tag": _("Tag"),
        "year": _("Year"),
        "lang": _("Language"),
        "in": _("Part"),
    }[name]


def label_in_language(value: FacetValue) -> str:
    """What a value is called in the active language."""
    named = value.labels.get((get_language() or "").split("-")[0]) if value.labels else ""
    return named or value.label or value.value


def _result(hit: Hit) -> Result:
    published = hit.shown.get("published")
    series = hit.shown.get("series") or {}
    language = hit.shown.get("language", "").split("-")[0]
    name = series.get("names", {}).get(language) or series.get("name", "")
    note = hit.shown.get("notes", {}).get((get_language() or "").split("-")[0]) or hit.shown.get("note", "")
    return Result(hit, datetime.fromisoformat(published) if published else None, name, note)


def kind_of_name(facet: str) -> str:
    """What stands beside a suggested name."""
    labels = {"person": _("Person"), "series": _("Series"), "topic": _("Topic"), "edition": _("Edition")}
    return labels.get(facet, "")
