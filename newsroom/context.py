"""What every page shows around its content: the site's record, its navigation, the total index."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from briefings import epoch
from briefings.listing import total_index
from newsroom.models import NavigationItem, SiteRecord


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Navigation:
    header: list[Link]
    footer: list[Link]


def current_site() -> SiteRecord:
    """The site's record; read once an epoch."""
    return epoch.remember("site", SiteRecord.current)


def chrome(request: HttpRequest) -> dict:
    """Template context of every page. Lazy, so that pages without it (the admin's) ask nothing."""
    return {
        "site": SimpleLazyObject(current_site),
        "navigation": SimpleLazyObject(lambda: _navigation(request.path)),
        "total_index": SimpleLazyObject(total_index),
        "languages": settings.LANGUAGES,
        "demo": settings.DEMO,
    }


def _navigation(path: str) -> Navigation:
    items = epoch.remember("navigation", lambda: list(NavigationItem.objects.all()))
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]

    def links(place: str) -> list[Link]:
        shown = (item for item in items if item.place == place and item.language in ("", language))
        return [Link(item.label, item.url, _leads_here(item.url, path)) for item in shown]

    return Navigation(links("header"), links("footer"))


def _leads_here(url: str, path: str) -> bool:
    return path == url or (url != "/" and url.endswith("/") and path.startswith(url))
