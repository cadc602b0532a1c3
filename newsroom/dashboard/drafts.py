"""What I have begun and readers do not see yet, the latest first."""

from __future__ import annotations

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from briefings.models import Briefing, State, Version
from newsroom.dashboard.cards import SHOWN, Card, Line, ago
from newsroom.dashboard.look import Look

_LOOKED_BACK = 200  # of my latest versions: who saves oftener in a day finds the others in the list


def card(look: Look) -> Card | None:
    if not look.may("briefings.change_briefing"):
        return None
    saved = Version.objects.filter(created_by=look.user).order_by("-pk").values("briefing")[:_LOOKED_BACK]
    unfinished = Q(state__in=(State.DRAFT, State.WITHDRAWN)) | (
        Q(state=State.PUBLISHED) & ~Q(latest_version=F("live_version"))
    )
    mine = Briefing.objects.kept().filter(
        Q(created_by=look.user) | Q(pk__in=list({row["briefing"] for row in saved}))
    )
    rows = mine.filter(unfinished).select_related("series").order_by("-changed", "-pk")[:SHOWN]
    return Card(
        key="drafts",
        title=_("My drafts"),
        lines=[_line(briefing) for briefing in rows],
        empty=_("Nothing of yours is unfinished."),
        more=(reverse("admin:briefings_briefing_changelist"), _("All briefings")),
    )


def _line(briefing: Briefing) -> Line:
    where = [briefing.series.name_in()] if briefing.series else []
    if briefing.state == State.PUBLISHED:
        where.append(_("published, changed since"))
    return Line(
        text=briefing.title,
        url=reverse("admin:briefings_briefing_change", args=[briefing.pk]),
        note=" · ".join([*where, ago(briefing.changed)]),
        state=briefing.state,
    )
