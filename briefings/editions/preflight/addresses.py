"""Whether an address on this site leads to something: a page of our own patterns, behind which there is a row where it
names one, or an old address that leads on."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, ResolverMatch, resolve
from taggit.models import Tag

from briefings import referring
from briefings.models import (
    Channel,
    Document,
    Person,
    Publication,
    Redirect,
    Region,
    SentEdition,
    Series,
    Topic,
)
from briefings.publishing.mentions import REFERRED

_FEED = re.compile(r"-(?:feed|atom)-(?:xml|json)$")


def _publication(kwargs: dict) -> QuerySet:
    return Publication.objects.filter(year=kwargs["year"], slug=kwargs["slug"])


def _of(model) -> Callable[[dict], QuerySet]:
    return lambda kwargs: model.objects.filter(slug=kwargs["slug"])


def _referred(kind: str) -> QuerySet:
    known = kind in referring.LINKED and kind != "publication"
    return REFERRED[kind].objects.all() if known else Publication.objects.none()


# What has to be there, by the name of the pattern; the other patterns are pages of their own.
_ROWS: dict[str, Callable[[dict], QuerySet]] = {
    "publication": _publication,
    "publication-version": _publication,
    "publication-form": _publication,
    "short-link": lambda kwargs: Publication.objects.filter(pk=kwargs["pk"]),
    "short-link-of": lambda kwargs: _referred(kwargs["kind"]).filter(pk=kwargs["pk"]),
    "series": _of(Series),
    "editions": lambda kwargs: SentEdition.objects.filter(series__slug=kwargs["slug"]),
    "edition": lambda kwargs: SentEdition.objects.filter(series__slug=kwargs["slug"], date=kwargs["day"]),
    "person": _of(Person),
    "topic": _of(Topic),
    "region": _of(Region),
    "tag": _of(Tag),
    "document": lambda kwargs: Document.objects.filter(pk=kwargs["pk"]),
}


def leads_somewhere(path: str, query: str, site) -> bool:
    """`path` decoded; `site` is the site's record, which knows its static pages."""
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)) or _is_there(path, site):
        return True
    answer = Redirect.objects.answer(path, query)
    return answer is not None and answer.target != ""


def _is_there(path: str, site) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return False
    name = _FEED.sub("", match.url_name or "")
    if name == "front":
        return _is_channel(match) or site.has_page(match.kwargs["slug"])
    return name not in _ROWS or _ROWS[name](match.kwargs).exists()


def _is_channel(match: ResolverMatch) -> bool:
    return Channel.objects.filter(slug=match.kwargs["slug"]).exists()
