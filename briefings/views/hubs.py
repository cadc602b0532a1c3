"""Hubs: what belongs to one series, person, topic, region, tag or channel, and the indexes of these."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import Tag

from briefings import canonical, counting, referring, registers
from briefings.caching import public
from briefings.mentions import REFERRED
from briefings.models import Channel, Series, Topic
from briefings.regions import tree
from briefings.views import editions
from briefings.views.listing import page
from briefings.views.people import register


@require_safe
def short_link(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """`/p/person/7`: the permanent address of a person, series or topic, which leads to the present one."""
    if kind not in referring.LINKED or kind == "publication":
        raise Http404
    thing = get_object_or_404(REFERRED[kind].objects.only("slug"), pk=pk)
    return redirect(canonical.hub_address(kind, thing.slug))


def channel(request: HttpRequest, channel: Channel) -> HttpResponse:
    """The front of a channel; the project's own `front` view finds it (channels live at the root)."""
    context = {"hub": channel, "series_here": list(Series.objects.filter(channel=channel))}
    return page(
        request,
        channel.name_in(),
        template="briefings/channel.html",
        feed="front",
        lead=True,
        context=context,
        channel=channel,
    )


@require_safe
@public
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """Purpose, cadence, sign-up, newest editions and archive of a series."""
    hub = get_object_or_404(Series.objects.select_related("channel", "image"), slug=slug)
    return page(
        request,
        hub.name_in(),
        template="briefings/series.html",
        feed="series",
        context={"hub": hub, "editions": editions.newest(hub)},
        series=hub,
    )


@require_safe
@public
def all_series(request: HttpRequest) -> HttpResponse:
    found = counting.series()
    return render(request, "briefings/all_series.html", {"title": _("Series"), "series": found})


@require_safe
@public
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    hub = get_object_or_404(Topic, slug=slug)
    return page(
        request,
        hub.name_in(),
        template="briefings/topic.html",
        feed="topic",
        context={"hub": hub, "kind_of_hub": _("Topic"), "index_url": reverse("topics")},
        topic=hub,
    )


@require_safe
@public
def topics(request: HttpRequest) -> HttpResponse:
    return render(request, "briefings/index.html", {"title": _("Topics"), "things": counting.topics()})


@require_safe
@public
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region with what it lies in and what lies in it."""
    place = tree().get(slug)
    if place is None:
        raise Http404
    return page(
        request,
        place.region.name_in(),
        template="briefings/region.html",
        feed="region",
        context={"hub": place.region, "place": place},
        region=place.region,
    )


@require_safe
@public
def regions(request: HttpRequest) -> HttpResponse:
    found = [place for place in tree(counted=True).values() if place.parent is None]
    return render(request, "briefings/regions.html", {"title": _("Regions"), "places": found})


@require_safe
@public
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """404 for a tag that only drafts carry: it would tell what is being worked on."""
    hub = Tag.objects.filter(slug=slug, pk__in=counting.public_tags()).first()
    if hub is None:
        raise Http404
    context = {"hub": hub, "kind_of_hub": _("Tag"), "index_url": reverse("tags")}
    return page(request, hub.name, template="briefings/topic.html", feed="tag", context=context, tag=hub)


@require_safe
@public
def tags(request: HttpRequest) -> HttpResponse:
    return register(request, _("Tags"), registers.tags(), "tag")
