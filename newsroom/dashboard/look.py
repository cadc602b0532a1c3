from __future__ import annotations

from datetime import timedelta
from functools import cached_property

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.utils import timezone

from briefings.models import Briefing, Edition, EditionState, Plan, SentEdition, Series, State
from briefings.publishing import rights

_OPEN = (EditionState.DRAFT, EditionState.HELD, EditionState.SCHEDULED)
SOON = timedelta(days=7)
_MOST = 200  # editions that nobody has sent: more is a heap of drafts, of which the soonest matter


class Look:
    """One look at the front: who looks, and what several cards tell of."""

    def __init__(self, request: HttpRequest):
        self.user = request.user

    def may(self, permission: str) -> bool:
        return self.user.has_perm(permission)

    @cached_property
    def all_series(self) -> list[Series]:
        """With `last_sent`, when the last edition of each went out."""
        last = SentEdition.objects.filter(series=OuterRef("pk")).order_by().values("series")
        last = last.annotate(at=Max("sent_at")).values("at")
        return list(Series.objects.annotate(last_sent=Subquery(last)))

    @cached_property
    def plans(self) -> list[Plan]:
        """What is scheduled for the next days, or held back, of briefings that are theirs to see."""
        if not self.may("briefings.view_briefing"):
            return []
        rows = Plan.objects.unfinished().filter(
            at__lt=timezone.now() + SOON,
            briefing__in=Briefing.objects.kept().filter(rights.seen_by(self.user)),
        )
        return list(rows.select_related("briefing")[:_MOST])

    @cached_property
    def open_editions(self) -> list[Edition]:
        """Those that have not gone out, the soonest first; `pieces` and how many of these are `hidden` from readers."""
        counted = {
            "pieces": Count("items"),
            "hidden": Count("items", filter=~Q(items__briefing__state=State.PUBLISHED)),
        }
        rows = Edition.objects.filter(state__in=_OPEN).defer("frozen", "intro", "problems", "waivers")
        return list(rows.select_related("series").annotate(**counted).order_by("date", "number")[:_MOST])
