"""The pieces it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.editions.preflight import pages
from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, error, warning


def can_be_read(look: Look) -> Iterator[Problem]:
    """There are some, and readers can see each of them."""
    items = look.content.items
    if not items:
        yield error("no-items", _("There is nothing in it."), pages.items(look.edition))
    for item in items:
        piece = look.pieces.get(item.id)
        named, page = {"title": item.title}, pages.briefing(item.id)
        if not hasattr(piece, "publication"):
            yield error("not-public", _("“%(title)s” is not public.") % named, page)
        elif piece.publication.retracted:
            yield error("retracted", _("“%(title)s” has been retracted.") % named, page)


def stand_once(look: Look) -> Iterator[Problem]:
    """None is in it twice; two of the same title may be."""
    page = pages.items(look.edition)
    ids, titles = Counter(), Counter()
    for item in look.content.items:
        ids[item.id] += 1
        titles[item.title.casefold()] += 1
        named = {"title": item.title}
        if ids[item.id] == 2:
            yield error("item-twice", _("“%(title)s” is in it twice.") % named, page)
        elif titles[item.title.casefold()] == 2:
            yield warning("title-twice", _("Two pieces have the title “%(title)s”.") % named, page)
