"""What is assigned to me, and what writers have handed in and nobody has decided on; the one due first comes first."""

from __future__ import annotations

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from briefings.models import Briefing, name_of
from briefings.publishing.review import waiting_for
from newsroom.dashboard.cards import SHOWN, Card, Line, ago, day
from newsroom.dashboard.look import Look


def card(look: Look) -> Card | None:
    if not look.may("briefings.change_briefing"):
        return None
    rows = Briefing.objects.kept().filter(waiting_for(look.user))
    rows = rows.select_related("series", "review__submitted_by", "created_by")
    rows = rows.order_by(F("review__due").asc(nulls_last=True), "changed", "pk")
    return Card(
        key="waiting",
        title=_("Waiting for me"),
        lines=[_line(briefing) for briefing in rows[:SHOWN]],
        empty=_("Nothing waits for a decision."),
        more=(
            f"{reverse('admin:briefings_briefing_changelist')}?review=mine",
            _("All that waits for me"),
        ),
    )


def _line(briefing: Briefing) -> Line:
    review = briefing.review
    writer = review.submitted_by or briefing.created_by
    who = name_of(writer) if writer else ""
    where = briefing.series.name_in() if briefing.series else ""
    due = _("due %(day)s") % {"day": day(review.due)} if review.due else ""
    return Line(
        text=briefing.title,
        url=reverse("admin:briefings_briefing_change", args=[briefing.pk]),
        note=" · ".join(filter(None, [who, where, review.get_state_display(), due or ago(briefing.changed)])),
        state=review.state,
    )
