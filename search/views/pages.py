"""The search page and its help. Everything works without JavaScript."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.querying.answers import TooSlow
from search.views.asking import ask
from search.views.parameters import BadParameter, read, written
from search.views.presentation import Shown, facet_label


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/search/?q=`: results, facets, what else was meant. Without words and filters: everything, newest first."""
    try:
        asked = read(request.GET)
        shown = Shown(ask(asked))
    except BadParameter as problem:
        context = {
            "message": problem.message,
            "field": _field_label(problem.field),
            "words": request.GET.get("q", ""),
        }
        return render(request, "search/bad_filter.html", context, status=400)
    except TooSlow:
        return render(request, "search/too_slow.html", {"words": asked.text}, status=503)
    feed = shown.feed_query
    context = {
        "listing": shown,
        "answer": shown.answer,
        "asked": asked,
        "facets": shown.facets,
        "words": asked.text,
        "canonical": request.build_absolute_uri(f"{reverse('search')}?{written(asked, page=asked.page)}"),
        "feed": feed,
    }
    response = render(request, "search/results.html", context)
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """`/search/help/`: the query language on one screen."""
    return render(request, "search/help.html")


def _field_label(field: str) -> str:
    others = {"page": _("Page"), "page_size": _("Results a page"), "sort": _("Order")}
    others |= {"after": _("From"), "before": _("Until")}
    return others.get(field) or facet_label(field)
