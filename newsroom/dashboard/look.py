from __future__ import annotations

from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from briefings.models import Briefing, Edition, EditionState, Series, State
from briefings.publishing import rights

_OPEN = (EditionState.DRAFT, EditionState.HELD, EditionState.SCHEDULED)
_MOST = 200  # editions that nobody has sent: more is a heap of drafts, of which the soonest matter


class Look:
    """One look at the front: who looks, and what several cards tell of."""

    def __init__(self, request: HttpRequest):
        self.user = request.user

    def may(self, permission: str) -> bool:
        return self.user.has_perm(permission)

    @cached_property
    def briefings(self) -> QuerySet[Briefing]:
        """Those that are theirs to see."""
        return Briefing.objects.kept().filter(rights.seen_by(self.user))

    @cached_property
    def all_series(self) -> list[Series]:
        return list(Series.objects.all())

    @cached_property
    def open_editions(self) -> list[Edition]:
        """Those that have not gone out, the soonest first; `pieces` and how many of these are `hidden` from readers."""
        counted = {
            "pieces": Count("items"),
            "hidden": Count("items", filter=~Q(items__briefing__state=State.PUBLISHED)),
        }
        rows = Edition.objects.filter(state__in=_OPEN).defer("frozen", "intro", "problems", "waivers")
        return list(rows.select_related("series").annotate(**counted).order_by("date", "number")[:_MOST])
