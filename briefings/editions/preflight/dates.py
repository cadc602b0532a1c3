"""The day on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from briefings import moments, reading
from briefings.editions.preflight import pages
from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, warning


def not_past(look: Look) -> Iterator[Problem]:
    """It is not past, in the site's time zone."""
    day = date.fromisoformat(look.content.date)
    if day < moments.day(timezone.now()):
        said = _("Its date is past: %(day)s.") % {"day": reading.calendar_day(day)}
        yield warning("past-date", said, pages.field(look.edition, "date"))
