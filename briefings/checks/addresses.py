"""Whether an address can be followed by readers, and whether one on this site leads to something: a page of our own
patterns, behind which there is a row where it names one, or an old address that leads on."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from taggit.models import Tag

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

_FEED = re.compile(r"-(?:feed|atom)-(?:xml|json)$")
_OURS_ALONE = (".local", ".localhost", ".internal", ".intranet", ".lan", ".test", ".invalid", ".home.arpa")


class Pages:
    """Which static pages the site has, for which the project answers (newsroom.apps)."""

    has: Callable[[str], bool] = staticmethod(lambda slug: False)


def _publication(kwargs: dict) -> QuerySet:
    return Publication.objects.filter(year=kwargs["year"], slug=kwargs["slug"])


def _of(model) -> Callable[[dict], QuerySet]:
    return lambda kwargs: model.objects.filter(slug=kwargs["slug"])


def _named(kind: str) -> QuerySet:
    model = {"person": Person, "series": Series, "topic": Topic}.get(kind)
    return model.objects.all() if model else Publication.objects.none()


# What has to be there, by the name of the pattern; the other patterns are pages of their own.
_ROWS: dict[str, Callable[[dict], QuerySet]] = {
    "publication": _publication,
    "publication-version": _publication,
    "publication-form": _publication,
    "short-link": lambda kwargs: Publication.objects.filter(pk=kwargs["pk"]),
    "short-link-of": lambda kwargs: _named(kwargs["kind"]).filter(pk=kwargs["pk"]),
    "series": _of(Series),
    "editions": lambda kwargs: SentEdition.objects.filter(series__slug=kwargs["slug"]),
    "edition": lambda kwargs: SentEdition.objects.filter(series__slug=kwargs["slug"], date=kwargs["day"]),
    "person": _of(Person),
    "topic": _of(Topic),
    "region": _of(Region),
    "tag": _of(Tag),
    "document": lambda kwargs: Document.objects.filter(pk=kwargs["pk"]),
}


def is_private(address: str) -> bool:
    """Whether it leads to the back office, a preview, or a machine that only we can reach."""
    parts = taken_apart(address)
    if parts is None or parts.scheme not in ("", "http", "https"):
        return False
    if is_here(parts):
        return parts.path.startswith((reverse("admin:index"), "/demo/")) or "preview" in parts.query
    name = (parts.hostname or "").rstrip(".")
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return name == "localhost" or name.endswith(_OURS_ALONE)


def is_broken(address: str, own: str = "") -> bool:
    """Whether it cannot be an address, or is one on this site where nothing is. `own` is the path of the page in which it
    stands, which may not be there yet."""
    parts = taken_apart(address)
    if parts is None or not address:
        return True
    if parts.scheme and not parts.netloc:  # mailto and the like
        return not parts.path
    if not is_here(parts):
        return not parts.hostname
    if not parts.path and not parts.netloc:  # within the text, or a query of nothing
        return not parts.fragment
    path = unquote(parts.path) or "/"
    if not path.startswith("/"):
        return True  # from a mail or a feed, nobody knows where it begins
    return path != unquote(own) and not leads_somewhere(path, parts.query)


def is_outside(address: str) -> bool:
    """Whether it is a page of another site, on a machine that readers may reach."""
    parts = taken_apart(address)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    return not is_here(parts) and not is_private(address)


def leads_somewhere(path: str, query: str) -> bool:
    """`path` decoded."""
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)) or _is_there(path):
        return True
    answer = Redirect.objects.answer(path, query)
    return answer is not None and answer.target != ""


def taken_apart(address: str) -> SplitResult | None:
    """None for what cannot be an address."""
    try:
        parts = urlsplit(address)
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None


def is_here(parts: SplitResult) -> bool:
    """Whether it is on this site."""
    if parts.scheme and not parts.netloc:
        return False
    return not parts.netloc or parts.netloc.lower() == urlsplit(settings.SITE_URL).netloc.lower()


def _is_there(path: str) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return False
    name = _FEED.sub("", match.url_name or "")
    if name == "front":
        return _is_channel(match) or Pages.has(match.kwargs["slug"])
    return name not in _ROWS or _ROWS[name](match.kwargs).exists()


def _is_channel(match: ResolverMatch) -> bool:
    return Channel.objects.filter(slug=match.kwargs["slug"]).exists()
