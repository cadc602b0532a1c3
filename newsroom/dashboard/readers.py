"""How the number of subscriptions moves: who came and who left, week by week."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.dashboard.cards import Card
from newsroom.dashboard.look import Look
from subscriptions.models import Event, Kind

_WEEKS = 12
_CAME, _WENT = (Kind.CONFIRMED, Kind.ADDED, Kind.RETURNED), (Kind.LEFT, Kind.STOPPED)
_HEIGHT, _STEP = 40, 20  # half of the drawing, and the width of a week


def card(look: Look) -> Card | None:
    if not look.may("subscriptions.view_mailinglist"):
        return None
    weeks = _weeks()
    most = max(1, *(max(week["came"], week["went"]) for week in weeks))
    bars = [
        {
            **week,
            "x": number * _STEP + 3,
            "up": round(week["came"] * _HEIGHT / most, 1),
            "top": round(_HEIGHT - week["came"] * _HEIGHT / most, 1),
            "down": round(week["went"] * _HEIGHT / most, 1),
        }
        for number, week in enumerate(weeks)
    ]
    latest = weeks[-4:]
    return Card(
        key="readers",
        title=_("Subscriptions"),
        lines=[],
        more=(reverse("admin:subscriptions_mailinglist_changelist"), _("All lists")),
        template="admin/dashboard/readers.html",
        figures={
            "bars": bars,
            "any": any(week["came"] or week["went"] for week in weeks),
            "came": sum(week["came"] for week in latest),
            "went": sum(week["went"] for week in latest),
            "width": _WEEKS * _STEP,
            "height": 2 * _HEIGHT,
            "middle": _HEIGHT,
            "bar": _STEP - 6,
        },
    )


def _weeks() -> list[dict]:
    """The last twelve weeks, the present one last; imports are left out, since they are no readers who decided."""
    today = timezone.localdate()
    first = today - timedelta(days=today.weekday(), weeks=_WEEKS - 1)
    since = timezone.now() - timedelta(days=7 * _WEEKS)
    rows = (
        Event.objects.filter(at__gte=since, kind__in=(*_CAME, *_WENT))
        .order_by()
        .annotate(week=TruncWeek("at"))
        .values("week")
        .annotate(came=Count("pk", filter=Q(kind__in=_CAME)), went=Count("pk", filter=Q(kind__in=_WENT)))
    )
    found = {timezone.localtime(row["week"]).date(): row for row in rows}
    starts = [first + timedelta(weeks=number) for number in range(_WEEKS)]
    return [
        {"start": start, **{name: found.get(start, {}).get(name, 0) for name in ("came", "went")}}
        for start in starts
    ]
