"""Template context of every public page: what stands round it."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from briefings import epoch
from newsroom.chrome import Chrome, current
from subscriptions.views.guards import form_token


class Link(NamedTuple):
    label: str
    url: str
    current: bool


class Navigation(NamedTuple):
    header: list[Link]
    footer: list[Link]


def chrome(request: HttpRequest) -> dict:
    """What `base.html` and the frame need (frame.py); no query where the request has looked at the site already."""
    kept: Chrome = getattr(request, "chrome", None) or current()
    return {
        "site": kept.site,
        "navigation": _navigation(kept.navigation, request.path),
        "total_index": kept.total_index,
        "open_lists": kept.open_lists,
        "form_token": _form_token,
        "rendered": kept.rendered,
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
