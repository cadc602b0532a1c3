"""Whether an address can be followed by readers, and whether one on this site leads to something: a page of our own
patterns, behind which there is a row where it names one, or an old address that leads on."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.db.models import QuerySet, TextField, Value
from django.urls import Resolver404, resolve, reverse
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
from search.addresses import of_this_host

_FEED = re.compile(r"-(?:feed|atom)-(?:xml|json)$")
_OURS_ALONE = (".local", ".localhost", ".internal", ".intranet", ".lan", ".test", ".invalid", ".home.arpa")


class Pages:
    """Which static pages the site has, for which the project answers (newsroom.apps)."""

    rows: Callable[[str], QuerySet] = staticmethod(lambda slug: Channel.objects.none())


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


def broken_among(addresses: Iterable[str], own: str = "") -> set[str]:
    """Those that cannot be an address, or are one on this site where nothing is. `own` is the path of the page in which
    they stand, which may not be there yet. One query for all that name a row, and one for each that is not there."""
    broken, here = set(), {}
    for address in dict.fromkeys(addresses):
        parts = taken_apart(address)
        if _is_nonsense(address, parts):
            broken.add(address)
        elif parts and is_here(parts) and (parts.path or parts.netloc):
            path = unquote(parts.path) or "/"
            if path != unquote(own) and not path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
                here[address] = (path, parts.query)
    there = _there({path for path, _query in here.values()})
    return broken | {
        address for address, (path, query) in here.items() if path not in there and not _led_on(path, query)
    }


def _is_nonsense(address: str, parts: SplitResult | None) -> bool:
    """Whether it leads nowhere, whatever there is."""
    if parts is None or not address:
        return True
    if parts.scheme and not parts.netloc:  # mailto and the like
        return not parts.path
    if not is_here(parts):
        return not parts.hostname
    if not parts.path and not parts.netloc:  # within the text, or a query of nothing
        return not parts.fragment
    # From a mail or a feed, nobody knows where a path begins that has no slash.
    return bool(parts.path) and not unquote(parts.path).startswith("/")


def is_outside(address: str) -> bool:
    """Whether it is a page of another site, on a machine that readers may reach."""
    parts = taken_apart(address)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    return not is_here(parts) and not is_private(address)


def _led_on(path: str, query: str) -> bool:
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
    return of_this_host(parts)


def _there(paths: Iterable[str]) -> set[str]:
    """Those of these paths, decoded, that are a page of ours behind which there is what they name."""
    there, asked = set(), {}
    for path in paths:
        rows = _rows_behind(path)
        if rows is None:
            there.add(path)
        elif rows:
            asked[path] = rows
    if asked:
        parts = [
            rows.order_by().values_list(Value(path, TextField())).distinct()
            for path, found in asked.items()
            for rows in found
        ]
        there.update(path for (path,) in parts[0].union(*parts[1:], all=True).order_by())
    return there


def _rows_behind(path: str) -> list[QuerySet] | None:
    """Of which one has to be there, None for a page of its own; none for no page at all."""
    try:
        match = resolve(path)
    except Resolver404:
        return []
    name = _FEED.sub("", match.url_name or "")
    if name == "front":
        return [Channel.objects.filter(slug=match.kwargs["slug"]), Pages.rows(match.kwargs["slug"])]
    return [_ROWS[name](match.kwargs)] if name in _ROWS else None
