"""What goes out by itself today and within a week."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from briefings.models import Edition, EditionState
from newsroom.dashboard.cards import SHOWN, Card, Line, ago
from newsroom.dashboard.look import Look

_DAYS = 7


def card(look: Look) -> Card | None:
    if not look.may("briefings.view_edition"):
        return None
    until = timezone.now() + timedelta(days=_DAYS)
    scheduled = [edition for edition in look.open_editions if edition.state == EditionState.SCHEDULED]
    soon = sorted((one for one in scheduled if one.scheduled_for < until), key=lambda one: one.scheduled_for)
    return Card(
        key="coming",
        title=_("Today and this week"),
        lines=[_line(edition) for edition in soon[:SHOWN]],
        empty=_("Nothing is scheduled for the next seven days."),
        more=(
            f"{reverse('admin:briefings_edition_changelist')}?state__exact={EditionState.SCHEDULED}",
            _("All scheduled editions"),
        ),
    )


def _line(edition: Edition) -> Line:
    return Line(
        text=edition.subject or str(edition),
        url=reverse("admin:briefings_edition_change", args=[edition.pk]),
        note=f"{edition.series.name_in()} · {ago(edition.scheduled_for)}",
        state=edition.state,
    )
