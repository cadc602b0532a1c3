"""A search as a feed: `/search/feed.xml?q=…`, newest first. “All Implications on export controls” can be followed."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefings import feeds, findable
from briefings.feeds.atom import MEDIA_TYPE as ATOM
from briefings.feeds.json_feed import MEDIA_TYPE as JSON_FEED
from briefings.feeds.rss import MEDIA_TYPE as RSS
from briefings.models import Publication
from briefings.views.feeds import answer
from search.querying.answers import TooSlow
from search.querying.matching import NEWEST
from search.views.asking import ask
from search.views.parameters import BadParameter, read, written


@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    return _feed(request, RSS)


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    return _feed(request, ATOM)


@require_safe
def json_feed(request: HttpRequest) -> HttpResponse:
    return _feed(request, JSON_FEED)


def _feed(request: HttpRequest, media_type: str) -> HttpResponse:
    """400 with a sentence for a filter that makes no sense, 503 for a search that takes too long."""
    try:
        asked = replace(read(request.GET), sort=NEWEST, page=1, page_size=feeds.LENGTH)
        found = ask(asked, counted=False)
    except BadParameter as problem:
        return HttpResponse(f"{problem.field}: {problem.message}", status=400, content_type="text/plain")
    except TooSlow:
        return HttpResponse(_("This search takes too long."), status=503, content_type="text/plain")
    # Entries that have only some of the words are a help on a page, and noise in a feed.
    hits = [] if found.relaxed else [hit for hit in found.hits if hit.source == findable.SOURCE]
    shown = replace(asked, sort="relevance", page_size=20)
    publications = Publication.objects.listed().exclude(published_at=None)

    def source() -> feeds.Source:
        query = written(shown)
        name = _("Search: %(words)s") % {"words": asked.text} if asked.text else _("Search")
        page = reverse("search") + (f"?{query}" if query else "")
        return feeds.Source(name, page, publications.filter(pk__in=[hit.key for hit in hits]))

    params = request.GET.copy()
    params.pop("lang", None)
    return answer(request, media_type, source, query=params.urlencode())
