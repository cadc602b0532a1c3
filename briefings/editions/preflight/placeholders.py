"""What a writer left to be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.checks.placeholders import unfinished
from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, warning


def are_none(look: Look) -> Iterator[Problem]:
    """One problem for each text that has some."""
    for text in look.texts:
        if found := unfinished(text.plain, text.language):
            said = _("This looks unfinished: “%(excerpt)s”, in %(where)s.")
            yield warning("placeholder", said % {"excerpt": found, "where": text.name}, text.link)
