"""Feeds over HTTP. `?lang=ko` gives the pieces of one language, under titles in it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import override
from django.views.decorators.http import require_safe

from briefings import canonical, feeds
from briefings.caching import public
from briefings.feeds.atom import MEDIA_TYPE as ATOM
from briefings.feeds.entries import Author, entries_of
from briefings.feeds.json_feed import MEDIA_TYPE as JSON_FEED
from briefings.feeds.rss import MEDIA_TYPE as RSS
from briefings.models import Channel, Kind, Series, Topic


@require_safe
@public
def rss(request: HttpRequest, of: str, slug: str = "", kind: Kind | None = None) -> HttpResponse:
    return answer(request, RSS, lambda: feeds.find(of, slug, kind))


@require_safe
@public
def atom(request: HttpRequest, of: str, slug: str = "", kind: Kind | None = None) -> HttpResponse:
    return answer(request, ATOM, lambda: feeds.find(of, slug, kind))


@require_safe
@public
def json_feed(request: HttpRequest, of: str, slug: str = "", kind: Kind | None = None) -> HttpResponse:
    return answer(request, JSON_FEED, lambda: feeds.find(of, slug, kind))


@require_safe
@public
def index(request: HttpRequest) -> HttpResponse:
    """The page that lists the feeds."""
    context = {
        "kinds": [(kind.plural, reverse(kind.listing)) for kind in Kind],
        "groups": [Channel.objects.all(), Series.objects.all(), Topic.objects.all()],
    }
    return render(request, "briefings/feeds.html", context)


_WRITERS: dict[str, Callable[[feeds.Feed], str]] = {
    RSS: feeds.rss,
    ATOM: feeds.atom,
    JSON_FEED: feeds.json_feed,
}


def answer(
    request: HttpRequest, media_type: str, find: Callable[[], feeds.Source], query: str = ""
) -> HttpResponse:
    """The feed of what `find` finds. It reads the same to everybody: its language is the site's own or the one asked
    for, never the reader's. `query` belongs to its address besides that language."""
    wanted = request.GET.get("lang", "")
    if wanted and wanted not in dict(settings.LANGUAGES):
        raise Http404
    language = wanted or settings.LANGUAGE_CODE
    with override(language):
        feed = _feed(request, find(), wanted, query)
        return HttpResponse(_WRITERS[media_type](feed), content_type=media_type)


def _feed(request: HttpRequest, source: feeds.Source, wanted: str, query: str) -> feeds.Feed:
    site = request.site
    language = wanted or settings.LANGUAGE_CODE
    if wanted:
        source = source.in_language(wanted)
    query = "&".join(filter(None, (query, urlencode({"lang": wanted}) if wanted else "")))
    name = site.name_in(language)
    publisher = Author(site.publisher or name, canonical.absolute("/"))
    return feeds.Feed(
        title=f"{source.name} – {name}" if source.name else name,
        about=source.about or site.tagline,
        page=canonical.absolute(source.page),
        address=canonical.absolute(iri_to_uri(request.path)) + (f"?{query}" if query else ""),
        language=language,
        publisher=publisher,
        entries=entries_of(source, publisher),
    )
