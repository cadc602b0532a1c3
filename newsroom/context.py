"""Template context of every page: what stands round it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from briefings import epoch
from newsroom.chrome import Chrome, current
from subscriptions.views.guards import form_token


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
        "open_lists": SimpleLazyObject(lambda: kept.open_lists),
        "form_token": SimpleLazyObject(_form_token),
        "rendered": SimpleLazyObject(lambda: kept.rendered),
        "languages": settings.LANGUAGES,
        "demo": settings.DEMO,
    }


def _form_token() -> str:
    """For sign-up forms on pages that are kept: the time of the epoch, so that every process makes the same page."""
    changed = epoch.changed_at()
    return form_token(changed.timestamp() if changed else None)


def _navigation(items: list[dict], path: str) -> Navigation:
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]

    def links(place: str) -> list[Link]:
        shown = (item for item in items if item["place"] == place and item["language"] in ("", language))
        return [Link(item["label"], item["url"], _leads_here(item["url"], path)) for item in shown]

    return Navigation(links("header"), links("footer"))


def _leads_here(url: str, path: str) -> bool:
    return path == url or (url != "/" and url.endswith("/") and path.startswith(url))
