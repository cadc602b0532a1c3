"""A search as an address: parameters read, checked and written back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from search.querying.answers import Request
from search.querying.language import FACETS, LONGEST
from search.querying.matching import NEWEST, OLDEST, RELEVANCE

PAGE_SIZE, LARGEST_PAGE = 20, 100
SORTS = (RELEVANCE, NEWEST, OLDEST)
_USUAL = {"after": None, "before": None, "sort": RELEVANCE, "page_size": PAGE_SIZE, "page": 1}


class BadParameter(Exception):
    """A parameter that cannot be understood: `field` names it, `message` says why."""

    def __init__(self, field: str, message: str):
        self.field, self.message = field, message
        super().__init__(f"{field}: {message}")


def read(params: QueryDict) -> Request:
    """The search that `params` describe. Raises BadParameter; unknown parameters are ignored."""
    chosen = {}
    for facet in FACETS:
        values = (value.replace("\x00", " ").strip() for value in params.getlist(facet))
        if values := tuple(dict.fromkeys(filter(None, values))):
            chosen[facet] = values[:50]
    sort = params.get("sort", "").strip() or RELEVANCE
    if sort not in SORTS:
        raise BadParameter("sort", _("Choose one of: %(choices)s.") % {"choices": ", ".join(SORTS)})
    return Request(
        text=" ".join(params.get("q", "").replace("\x00", " ").split())[:LONGEST],
        chosen=chosen,
        after=_date(params, "after"),
        before=_date(params, "before"),
        sort=sort,
        page=_whole(params, "page", 1),
        page_size=_whole(params, "page_size", PAGE_SIZE, LARGEST_PAGE),
    )


def written(request: Request, **changes) -> str:
    """The query string (without “?”) of `request` with `changes`, on its first page unless they name one."""
    wanted = replace(request, **{"page": 1, **changes})
    params = [("q", wanted.text)] if wanted.text else []
    params += [(facet, value) for facet in FACETS for value in wanted.chosen.get(facet, ())]
    params += [
        (name, str(value)) for name, usual in _USUAL.items() if (value := getattr(wanted, name)) != usual
    ]
    return urlencode(params)


def toggled(request: Request, facet: str, value: str) -> str:
    """The query string with `value` chosen, or no longer where it was."""
    have = request.chosen.get(facet, ())
    kept = tuple(v for v in have if v != value) if value in have else (*have, value)
    chosen = {**request.chosen, facet: kept}
    return written(request, chosen={name: values for name, values in chosen.items() if values})


def _date(params: QueryDict, name: str) -> date | None:
    text = params.get(name, "").strip()
    if not text:
        return None
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None or not 1 < found.year < 9999:
        raise BadParameter(name, _("Write a date as YYYY-MM-DD."))
    return found


def _whole(params: QueryDict, name: str, usual: int, most: int = 10**9) -> int:
    text = params.get(name, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and 0 < int(text[:12]) <= most):
        limit = _(" up to %(most)d") % {"most": most} if most < 10**9 else ""
        raise BadParameter(name, _("Write a whole number from 1%(limit)s.") % {"limit": limit})
    return int(text[:12])
