"""What a feed is of: its name, its page, and the publications it draws from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from taggit.models import Tag

from briefings.models import Channel, Kind, Person, Publication, PublishedCorrection, Region, Series, Topic


@dataclass(frozen=True)
class Source:
    """`name` is empty for the whole site. `found` are publications, or corrections, in no order."""

    name: str
    page: str
    found: QuerySet
    about: str = ""

    def in_language(self, language: str) -> Source:
        """Only pieces in `language`, or corrections of such."""
        column = "publication__language" if self.found.model is PublishedCorrection else "language"
        return replace(self, found=self.found.filter(**{column: language}))


def find(of: str, slug: str = "", kind: Kind | None = None) -> Source:
    """The source called `of` in the addresses; raises Http404 for a hub that does not exist.

    A retracted piece is in none, and neither is an undated one: feeds are news, and every entry needs a date.
    """
    dated = Publication.objects.listed().exclude(published_at=None)
    if kind:
        return Source(kind.plural, reverse(kind.listing), dated.filter(kind=kind))
    if of == "publications":
        return Source("", reverse("home"), dated)
    if of == "corrections":
        corrections = PublishedCorrection.objects.select_related("publication").defer(
            "publication__content", "publication__text"
        )
        return Source(_("Corrections"), reverse("corrections"), corrections)
    model, narrowed = _HUBS[of]
    hub = get_object_or_404(model, slug=slug)
    name = hub.name_in() if hasattr(hub, "name_in") else hub.name
    return Source(name, reverse(of, args=[slug]), narrowed(dated, hub), _about(hub))


_HUBS: dict[str, tuple[type, Callable[[QuerySet, object], QuerySet]]] = {
    "front": (Channel, lambda found, hub: found.filter(channel=hub)),
    "series": (Series, lambda found, hub: found.filter(series=hub)),
    "person": (Person, lambda found, hub: found.by(hub)),
    "topic": (Topic, lambda found, hub: found.filter(topics=hub)),
    "region": (Region, lambda found, hub: found.filter(regions=hub)),
    "tag": (Tag, lambda found, hub: found.filter(tags=hub)),
}


def _about(hub) -> str:
    """What the hub says of itself, in the active language where it does."""
    for plain, by_language in (("purpose", "purposes"), ("description", "descriptions")):
        if text := getattr(hub, by_language, {}).get(get_language()) or getattr(hub, plain, ""):
            return text
    return ""
