"""Pictures: words for those who do not see them (in mail, most see them only after a click), and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.editions.preflight import pages
from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, warning

_WITHOUT_ALT = re.compile(r'<img(?![^>]*\salt="[^"])(?:[^>"]|"[^"]*")*>')


def are_described(look: Look) -> Iterator[Problem]:
    """Each has an alternative text and, where it stands above a piece, a credit."""
    for item in look.content.items:
        named = {"title": item.title}
        if item.figure and not item.figure.alt.strip():
            said = _("The picture of “%(title)s” has no alternative text.") % named
            yield warning("no-alt", said, pages.briefing(item.id))
        if item.figure and not item.figure.credit.strip():
            said = _("The picture of “%(title)s” has no credit.") % named
            yield warning("no-picture-credit", said, pages.image(item.figure.id))
    for text in look.texts:
        if _WITHOUT_ALT.search(text.html):
            said = _("A picture has no alternative text: %(where)s.") % {"where": text.name}
            yield warning("no-alt", said, text.link)
