"""Asking and remembering: answers are kept while nothing is published, and what readers look for is counted."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from search import entries, log
from search.querying import asides
from search.querying.answers import Answer, Request
from search.querying.answers import answer as of_counted
from search.querying.asides import Beside
from search.querying.facets import FacetValue
from search.querying.language import parse
from search.views.parameters import BadParameter

KEPT = 300


class Answers:
    """The last answers, as long as `version()` stays what it was; None for a version means: keep nothing."""

    def __init__(self) -> None:
        self.version: Callable[[], object | None] = lambda: None
        self._kept: OrderedDict[tuple, object] = OrderedDict()
        self._lock = threading.Lock()

    def to[T](self, request: Request, make: Callable[[Request], T]) -> T:
        """What `make` answers to `request`. Raises what it raises."""
        version = self.version()
        if version is None:
            return make(request)
        key = (version, make, repr(request))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make(request)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


answers = Answers()


def ask(request: Request, *, counted: bool = True) -> Answer:
    """The answer to `request`, which is counted unless a program asks again and again, as feed readers do.

    Raises TooSlow, and BadParameter for a filter value that does not exist at all.
    """
    found = answers.to(request, _fresh)
    for facet, value in found.missing:
        if value in request.chosen.get(facet, ()) and not entries.exists(facet, value):
            raise BadParameter(facet, _("There is no “%(value)s” here.") % {"value": value})
    if counted and request.page == 1 and request.text:
        results = 0 if found.relaxed and not found.with_all else found.total
        query = parse(request.text)
        narrowed = bool(query.narrowed or request.chosen or request.after or request.before)
        log.record(query.words, results, narrowed=narrowed)
    return found


def beside(request: Request) -> list[Beside]:
    """What stands beside the answer to `request`: people, editions. Raises TooSlow."""
    return answers.to(request, asides.beside)


def kinds_without_asides(request: Request) -> list[FacetValue]:
    """The kinds of what is counted, where `request` asks for one beside it. Raises TooSlow."""
    others = {facet: keys for facet, keys in request.chosen.items() if facet != "kind"}
    return answers.to(replace(request, chosen=others, page=1), of_counted).facets.get("kind", [])


def _fresh(request: Request) -> Answer:
    source = asides.wanted(request)
    return asides.answer(request, source) if source else of_counted(request)
