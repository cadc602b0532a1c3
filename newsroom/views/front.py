"""The front page, and what lives at the root of the site: channels and static pages."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from briefings import canonical, structured_data
from briefings.caching import public
from briefings.models import Channel
from briefings.views import hubs
from newsroom import front_page
from newsroom.models import Page


@public
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    language = _language()
    page = front_page.compose(language)
    nodes = structured_data.of_site(request.site, settings.SITE_URL, language)
    context = {
        **{name: getattr(page, name) for name in asdict(front_page.FrontPage())},
        "canonical": canonical.absolute("/"),
        "structured_data": structured_data.script(nodes),
    }
    return render(request, "newsroom/front.html", context)


@public
def front(request: HttpRequest, slug: str) -> HttpResponse:
    """A channel's front, or a static page in the visitor's language (else in whichever it has)."""
    channel = Channel.objects.filter(slug=slug).first()
    if channel:
        return hubs.channel(request, channel)
    pages = {page.language: page for page in Page.objects.filter(slug=slug)}
    if not pages:
        raise Http404
    page = pages.get(_language()) or pages.get(settings.LANGUAGE_CODE) or next(iter(pages.values()))
    context = {"page": page, "canonical": canonical.absolute(page.get_absolute_url())}
    return render(request, "newsroom/page.html", context)


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]
