"""The back office of everything editorial. Importing the modules registers them with Django's admin."""

from briefings.admin import (
    briefing,
    desks,
    editions,
    formats,
    lookahead,
    media,
    people,
    redirects,
    sections,
    tags,
)

__all__ = [
    "briefing",
    "desks",
    "editions",
    "formats",
    "lookahead",
    "media",
    "people",
    "redirects",
    "sections",
    "tags",
]
