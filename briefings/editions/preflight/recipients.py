from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.editions.preflight import pages
from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, error


def are_there(look: Look) -> Iterator[Problem]:
    """There is a list, and somebody is on it."""
    to = look.mailing_list
    if to is None:
        yield error("no-list", _("The series has no mailing list."), pages.series(look.edition.series))
    elif not look.facts.has_readers:
        yield error("empty-list", _("Nobody is on the list."), pages.mailing_list(to))
