"""What this app has to know of the site round it: who sends, and what a list sent last.

The project names its implementation in `SUBSCRIPTIONS_HOST`, so that nothing here imports upward.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Publisher:
    """Who answers for the mail, as the law asks it to be named in each."""

    name: str
    postal_address: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Latest:
    """What a list sent, or what its series published, last; `url` is a path on this site."""

    title: str
    url: str
    at: datetime | None = None
    language: str = ""


class Host(Protocol):
    def publisher(self) -> Publisher:
        """Named in the active language."""

    def latest(self, slugs: list[str]) -> dict[str, Latest]:
        """The latest of each of these lists, by slug; lists without one are left out."""

    def archive(self, slug: str) -> str:
        """The path of the page where all mailings of a list can be read; empty where there is none."""


@cache
def host() -> Host:
    return import_string(settings.SUBSCRIPTIONS_HOST)()


def absolute(path: str) -> str:
    """`path` with the site's public address before it, for mails."""
    return settings.SITE_URL + path
