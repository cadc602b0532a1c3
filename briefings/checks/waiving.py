"""Passing over a finding: with a reason, by those who may publish, on record."""

from __future__ import annotations

from django.utils.translation import gettext as _

from briefings.checks.report import Report
from briefings.models import Briefing, Waiver


class NotPossible(Exception):
    """There is no such finding, or no reason was given."""


def waive(briefing: Briefing, report: Report, seen: str, *, reason: str, by) -> Waiver:
    """Pass over the finding `seen` of `report` (of what is saved of `briefing`). Waived once however often it is asked.

    Raises NotPossible for what is not found, or not any more, and for an empty reason. The caller checks the right.
    """
    found = next((one for one in report.found if one.seen == seen), None)
    if found is None:
        raise NotPossible(
            _("This is not found in what is saved. Save the text first, then waive what is found in it.")
        )
    if not reason.strip():
        raise NotPossible(_("A waiver needs a reason."))
    waiver, _made = Waiver.objects.get_or_create(
        briefing=briefing,
        seen=seen,
        defaults={"name": found.name, "said": found.finding.message, "reason": reason.strip(), "by": by},
    )
    return waiver


def lift(briefing: Briefing, seen: str) -> Waiver | None:
    """Take a waiver back; the one that was taken back, or None where there was none."""
    waiver = Waiver.objects.filter(briefing=briefing, seen=seen).first()
    if waiver:
        waiver.delete()
    return waiver
