"""Template context of every page: what stands round it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from newsroom.chrome import Chrome, current


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Navigation:
    header: list[Link]
    footer: list[Link]


def chrome(request: HttpRequest) -> dict:
    """Template context of every page. Lazy, so that pages without it (the admin's) ask nothing."""

    kept: Chrome = SimpleLazyObject(lambda: getattr(request, "chrome", None) or current())
    return {
        "site": SimpleLazyObject(lambda: kept.site),
        "navigation": SimpleLazyObject(lambda: _navigation(kept.navigation, request.path)),
        "total_index": SimpleLazyObject(lambda: kept.total_index),
        "rendered": SimpleLazyObject(lambda: kept.rendered),
        "languages": settings.LANGUAGES,
        "demo": settings.DEMO,
    }


def _navigation(items: list[dict], path: str) -> Navigation:
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]

    def links(place: str) -> list[Link]:
        shown = (item for item in items if item["place"] == place and item["language"] in ("", language))
        return [Link(item["label"], item["url"], _leads_here(item["url"], path)) for item in shown]

    return Navigation(links("header"), links("footer"))


def _leads_here(url: str, path: str) -> bool:
    return path == url or (url != "/" and url.endswith("/") and path.startswith(url))
