"""Moments before which a piece must not go out."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from briefings.editions.preflight import pages
from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, error
from briefings.publishing.readiness import shown

CODE = "embargo"


def are_over(look: Look) -> Iterator[Problem]:
    """No piece is under embargo when the edition goes out: at the moment it is scheduled for, or now."""
    now = timezone.now()
    goes_out = max(look.edition.scheduled_for or now, now)
    held = [one for one in look.pieces.values() if one.embargoed_until and one.embargoed_until > goes_out]
    for briefing in held:
        said = {"title": briefing.title, "when": shown(briefing.embargoed_until)}
        yield error(
            CODE, _("“%(title)s” is under embargo until %(when)s.") % said, pages.briefing(briefing.pk)
        )
