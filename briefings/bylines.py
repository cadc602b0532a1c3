"""Bylines: the names that stand under a title, in the language of the piece."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

from django.utils.translation import gettext, override

from briefings.content import Content


def join_names(names: Sequence[str], language: str | None = None) -> str:
    """“A”, “A and B”, “A, B and C”, as the language (the active one by default) puts it."""
    if len(names) < 2:
        return "".join(names)
    with override(language) if language else nullcontext():
        first = gettext("%(first)s, %(next)s")
        joined = names[0]
        for name in names[1:-1]:
            joined = first % {"first": joined, "next": name}
        return gettext("%(first)s and %(last)s") % {"first": joined, "last": names[-1]}


def byline(content: Content) -> str:
    """The authors' names as plain text; hosts and speakers stand in where a recording has no author."""
    authors = content.credited("author") or content.credited("host") or content.credited("speaker")
    return join_names([author.name_in(content.language) for author in authors], content.language)
