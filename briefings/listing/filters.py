"""What a visitor asks a listing for: parameters read, checked and written back into addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

PAGE_SIZE, LARGEST_PAGE = 20, 100
SORTS = ("newest", "oldest")
# Filters that may be repeated; each value widens, each filter narrows.
REPEATABLE = ("kind", "series", "channel", "author", "topic", "region", "tag", "lang", "year")
# Besides words and choices, in the order of addresses; what is usual is left out.
_USUAL = {"after": None, "before": None, "sort": "newest", "page_size": PAGE_SIZE, "page": 1}


class BadFilter(Exception):
    """A parameter that cannot be understood: `field` names it, `message` says why."""

    def __init__(self, field: str, message: str):
        self.field, self.message = field, message
        super().__init__(f"{field}: {message}")


@dataclass(frozen=True)
class Filters:
    """What a visitor asks for. `fixed` holds what the address itself sets: a kind, a year, or a hub's own object."""

    q: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fixed: dict[str, object] = field(default_factory=dict)
    after: date | None = None
    before: date | None = None
    month: int | None = None
    sort: str = "newest"
    page: int = 1
    page_size: int = PAGE_SIZE

    def values(self, name: str) -> tuple[str, ...]:
        """The values of one filter: slugs, kinds, years or language codes."""
        if name in self.fixed:
            return (str(getattr(self.fixed[name], "slug", self.fixed[name])),)
        return self.chosen.get(name, ())

    def query(self, **changes) -> str:
        """The query string (without “?”) of these filters with `changes`; values that are usual are left out."""
        words, chosen = changes.get("q", self.q), changes.get("chosen", self.chosen)
        params = [("q", words)] if words else []
        if chosen:
            params += [(name, value) for name in REPEATABLE for value in chosen.get(name, ())]
        for name, usual in _USUAL.items():
            value = changes.get(name, 1 if name == "page" else getattr(self, name))
            if value != usual:
                params.append((name, str(value)))
        return urlencode(params) if params else ""

    def toggled(self, name: str, value: str) -> str:
        """The query string with `value` of filter `name` added, or taken away where it was chosen."""
        have = self.chosen.get(name, ())
        kept = tuple(v for v in have if v != value) if value in have else (*have, value)
        return self.query(chosen={**self.chosen, name: kept})


def parse(params: QueryDict, **fixed) -> Filters:
    """Filters of a request. `fixed` come from the address: `kind="paper"`, `year=2024, month=5`, `topic=topic`.

    Raises BadFilter naming the parameter for unknown or malformed values; unknown parameters are ignored.
    """
    month = fixed.pop("month", None)
    chosen = {}
    for name in REPEATABLE:
        values = (value.replace("\x00", " ").strip() for value in params.getlist(name))
        values = tuple(dict.fromkeys(filter(None, values)))
        if values and name not in fixed:
            chosen[name] = values
    filters = Filters(
        q=" ".join(params.get("q", "").replace("\x00", "").split())[:500],
        chosen=chosen,
        fixed=fixed,
        after=_date(params, "after"),
        before=_date(params, "before"),
        month=month,
        sort=params.get("sort", "newest") or "newest",
        page=_whole(params, "page", 1),
        page_size=_whole(params, "page_size", PAGE_SIZE, LARGEST_PAGE),
    )
    if filters.sort not in SORTS:
        raise BadFilter("sort", _("Choose one of: %(choices)s.") % {"choices": ", ".join(SORTS)})
    return filters


def _date(params: QueryDict, name: str) -> date | None:
    text = params.get(name, "").strip()
    if not text:
        return None
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise BadFilter(name, _("Write a date as YYYY-MM-DD."))
    return found


def _whole(params: QueryDict, name: str, usual: int, most: int | None = None) -> int:
    text = params.get(name, "").strip()
    if not text:
        return usual
    if not (
        text.isascii() and text.isdigit() and int(text[:12]) > 0 and (most is None or int(text[:12]) <= most)
    ):
        limit = _(" up to %(most)d") % {"most": most} if most else ""
        raise BadFilter(name, _("Write a whole number from 1%(limit)s.") % {"limit": limit})
    return int(text[:12])
