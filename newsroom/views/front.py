"""The front page, and what stands at the root beside it: channels and static pages."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from briefings import canonical, epoch, structured_data
from briefings.caching import public
from briefings.front_page import FrontPage
from briefings.models import Channel
from briefings.prose import standing_alone
from briefings.sanitizing import clean
from briefings.views import hubs
from newsroom.models import FrontSlot, Page


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """`/`."""
    nodes = structured_data.of_site(request.site, settings.SITE_URL, get_language())
    context = {
        "front": epoch.remember(("front page", get_language()), _chosen),
        "structured_data": structured_data.script(nodes),
        "canonical": canonical.absolute("/"),
    }
    return render(request, "newsroom/home.html", context)


def _chosen() -> FrontPage:
    return FrontPage.of(list(FrontSlot.objects.values_list("briefing_id", flat=True)))


@require_safe
@public
def front(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/`: the channel of that slug, else the static page."""
    channel = Channel.objects.filter(slug=slug).first()
    return hubs.channel(request, channel) if channel else _static_page(request, slug)


def _static_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page in the visitor's language, else in the site's, else in any; 404 where there is none."""
    pages = {page.language: page for page in Page.objects.filter(slug=slug).order_by("-language")}
    if not pages:
        raise Http404
    page = pages.get(get_language()) or pages.get(settings.LANGUAGE_CODE) or next(iter(pages.values()))
    context = {
        "page": page,
        "body": standing_alone(clean(page.body)),
        "canonical": canonical.absolute(request.path),
    }
    return render(request, "newsroom/page.html", context)
