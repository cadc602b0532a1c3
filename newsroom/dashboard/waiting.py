"""What writers have handed in and nobody has decided on, the one that waits longest first."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from briefings.models import Briefing, State
from newsroom.dashboard.cards import SHOWN, Card, Line, ago
from newsroom.dashboard.look import Look


def card(look: Look) -> Card | None:
    if not look.may("briefings.publish_briefing"):
        return None
    rows = Briefing.objects.kept().filter(state=State.IN_REVIEW).select_related("series", "created_by")
    return Card(
        key="waiting",
        title=_("Waiting for me"),
        lines=[_line(briefing) for briefing in rows.order_by("changed", "pk")[:SHOWN]],
        empty=_("Nothing waits for a decision."),
        more=(
            f"{reverse('admin:briefings_briefing_changelist')}?state__exact={State.IN_REVIEW}",
            _("All in review"),
        ),
    )


def _line(briefing: Briefing) -> Line:
    who = (
        briefing.created_by.get_full_name() or briefing.created_by.get_username()
        if briefing.created_by
        else ""
    )
    where = briefing.series.name_in() if briefing.series else ""
    return Line(
        text=briefing.title,
        url=reverse("admin:briefings_briefing_change", args=[briefing.pk]),
        note=" · ".join(filter(None, [who, where, ago(briefing.changed)])),
        state=briefing.state,
    )
