"""Bylines: the names that stand under a title, in the language of the piece."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

from django.utils.translation import gettext, override

from briefings.content import Content, Credit

LONGEST = 1000  # characters of a byline as it is stored


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


def signing(content: Content) -> list[Credit]:
    """The credits that stand under the title: authors, else hosts, else speakers."""
    for role in ("author", "host", "speaker"):
        if found := [credit for credit in content.credits if credit.role == role]:
            return found
    return []


def byline(content: Content) -> str:
    """Their names as plain text, in the language of the piece; of hundreds, the first and how many others."""
    names = [credit.to.name_in(content.language) for credit in signing(content)]
    whole = join_names(names, content.language)
    return whole if len(whole) <= LONGEST else _first_of(names, content.language)


def _first_of(names: Sequence[str], language: str) -> str:
    with override(language):
        shown, length = [], 0
        for name in names:
            length += len(name) + 2
            if shown and length > LONGEST - 40:  # room for the number of the others
                break
            shown.append(name[: LONGEST - 40])
        counted = {"names": ", ".join(shown), "number": len(names) - len(shown)}
        return gettext("%(names)s and %(number)s others") % counted
