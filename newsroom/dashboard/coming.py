"""What goes out by itself today and within a week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from briefings.models import Edition, EditionState, PlanState
from newsroom.dashboard.cards import SHOWN, Card, Line, ago
from newsroom.dashboard.look import SOON, Look


def card(look: Look) -> Card | None:
    if not (look.may("briefings.view_edition") or look.may("briefings.view_briefing")):
        return None
    until = timezone.now() + SOON
    soon = sorted([*_editions(look, until), *_plans(look)], key=lambda pair: pair[0])
    return Card(
        key="coming",
        title=_("Today and this week"),
        lines=[line for _moment, line in soon[:SHOWN]],
        empty=_("Nothing is scheduled for the next seven days."),
        more=(
            reverse("admin:briefings_briefing_calendar"),
            _("Calendar"),
        ),
    )


def _editions(look: Look, until: datetime) -> Iterator[tuple]:
    """Moment and line of each."""
    if not look.may("briefings.view_edition"):
        return
    for edition in look.open_editions:
        if edition.state == EditionState.SCHEDULED and edition.scheduled_for < until:
            yield edition.scheduled_for, _line(edition)


def _plans(look: Look) -> Iterator[tuple]:
    """Briefings that become public, or cease to be."""
    for plan in look.plans:
        if plan.state != PlanState.WAITING:
            continue
        yield (
            plan.at,
            Line(
                text=plan.briefing.title,
                url=reverse("admin:briefings_briefing_change", args=[plan.briefing_id]),
                note=f"{plan.get_verb_display()} · {ago(plan.at)}",
                state=plan.state,
            ),
        )


def _line(edition: Edition) -> Line:
    return Line(
        text=edition.subject or str(edition),
        url=reverse("admin:briefings_edition_change", args=[edition.pk]),
        note=f"{edition.series.name_in()} · {ago(edition.scheduled_for)}",
        state=edition.state,
    )
