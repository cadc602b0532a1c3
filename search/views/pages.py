"""The search page and its help. Everything works without JavaScript."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.querying.answers import Request, TooSlow
from search.querying.suggestions import names
from search.views.asking import ask, beside, kinds_without_asides
from search.views.parameters import BadParameter, read
from search.views.presentation import Shown, facet_label, kind_of_name


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/search/?q=`: results, facets, what else was meant. Without words and filters: everything, newest first."""
    try:
        asked = read(request.GET)
        answer = ask(asked)
        shown = Shown(answer, beside(asked), kinds_without_asides(asked) if answer.aside else [])
    except BadParameter as problem:
        context = {
            "message": problem.message,
            "field": field_label(problem.field),
            "words": request.GET.get("q", ""),
        }
        return render(request, "search/bad_filter.html", context, status=400)
    except TooSlow:
        return render(request, "search/too_slow.html", {"words": asked.text}, status=503)
    context = {
        "listing": shown,
        "answer": shown.answer,
        "asked": asked,
        "facets": shown.facets,
        "words": asked.text,
        "words_query": shown.words_query,
        "feed_query": shown.feed_query,
        "box": _box(asked, shown),
    }
    response = render(request, "search/results.html", context)
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """`/search/help/`: the query language on one screen."""
    return render(request, "search/help.html", {"examples": _examples()})


def _box(asked: Request, shown: Shown) -> list[dict]:
    """People, editions, series and topics called like what is looked for, above the first page of results."""
    if asked.page > 1 or asked.chosen or not asked.text or shown.aside:
        return []
    hits = [hit for beside in shown.beside for hit in beside.hits]
    found = [
        {"label": hit.title, "url": hit.shown["url"], "kind_label": kind_of_name(hit.shown["kind"])}
        for hit in hits
    ]
    others = names(asked.text, (get_language() or "").split("-")[0], ("series", "topic"))
    return found + [
        {"label": escape(label), "url": url, "kind_label": kind_of_name(kind)}
        for label, url, kind in others
        if url
    ]


def _examples() -> list[tuple[str, str]]:
    return [
        ("export controls", _("both words, anywhere; where too few have both, also those that have one")),
        ('"export controls"', _("these words side by side")),
        ("tariff OR quota", _("one of the words, or both")),
        ("trade -shipping", _("the first word without the second")),
        ("employ*", _("every word that begins so")),
        ("title:army", _("a word of the title")),
        (
            "in:implication ships",
            _("a word in one part of a briefing: what-happened, implication, context…"),
        ),
        (
            "author:baek,seo series:garam year:2026",
            _(
                "who wrote it, where it came out and when; a comma means either; "
                "also channel: topic: region: tag: kind: lang:"
            ),
        ),
        ("kind:person seo", _("people; kind:edition finds editions of newsletters")),
        ("after:2024-05 before:2025", _("from May 2024 to the end of 2024")),
        ("해상 교통로", _("Korean words, with or without particles and spaces")),
    ]


def field_label(field: str) -> str:
    """What a parameter is called in the active language."""
    others = {"page": _("Page"), "page_size": _("Results a page"), "sort": _("Order")}
    others |= {"after": _("From"), "before": _("Until")}
    return others.get(field) or facet_label(field)
