"""What became of a mailing, in numbers that come from the rows that they count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from subscriptions.models import (
    OPEN,
    Delivery,
    DeliveryState,
    Event,
    Kind,
    Link,
    Mailing,
    MailingState,
    Sender,
)
from subscriptions.sending.control import STOPPED
from subscriptions.sending.ledger import DIED, LEFT, SUPPRESSED

PACE = timedelta(minutes=5)  # over which the pace is measured
AFTER = timedelta(days=7)  # for which leaving the list counts as an answer to the mailing
REASONS = {
    LEFT: _("left the list or paused it meanwhile"),
    SUPPRESSED: _("on the suppression list"),
    STOPPED: _("the mailing was stopped"),
    "erased": _("erased since"),
    DIED: _("the process that sent it died while it was under way"),
}


@dataclass(frozen=True)
class Row:
    """Some deliveries that have something in common."""

    what: str
    number: int


@dataclass
class Figures:
    prepared: int
    states: dict[str, int]
    returned: dict[str, int]
    next_try: datetime | None = None
    left: int = 0
    left_out: list[Row] = field(default_factory=list)
    seconds: float | None = None  # until everything is through, at the present pace
    trouble: str = ""
    links: list[Link] = field(default_factory=list)  # where clicks are counted

    @property
    def clicks(self) -> int:
        return sum(link.clicks for link in self.links)

    @property
    def through(self) -> int:
        """How many nothing more will happen to by itself."""
        open_ = sum(self.states.get(state, 0) for state in OPEN if state != DeliveryState.UNCERTAIN)
        return self.prepared - open_


def figures(mailing: Mailing) -> Figures:
    """The numbers of a mailing as they are now."""
    states, returned = Counter(), Counter()
    rows = mailing.deliveries.order_by().values("state", "returned").annotate(number=Count("pk"))
    for row in rows:
        states[row["state"]] += row["number"]
        if row["returned"]:
            returned[row["returned"]] += row["number"]
    found = Figures(mailing.prepared, dict(states), dict(returned))
    if states[DeliveryState.DEFERRED]:
        deferred = mailing.deliveries.filter(state=DeliveryState.DEFERRED)
        found.next_try = deferred.aggregate(next=Min("due_at"))["next"]
    if states[DeliveryState.SKIPPED]:
        found.left_out = _left_out(mailing)
    if states[DeliveryState.SENT]:
        found.left = _left(mailing)
    found.links = list(mailing.links.order_by("-clicks", "pk"))
    if mailing.state == MailingState.RUNNING:
        found.seconds = _remaining(mailing, found)
        found.trouble = Sender.objects.aggregate(words=Max("trouble"))["words"] or ""
    return found


def said(reason: str) -> str:
    """A delivery's reason in words."""
    return str(REASONS.get(reason, reason))


def _left_out(mailing: Mailing) -> list[Row]:
    rows = mailing.deliveries.filter(state=DeliveryState.SKIPPED).order_by().values("reason")
    rows = rows.annotate(number=Count("pk")).order_by("-number", "reason")
    return [Row(said(row["reason"]), row["number"]) for row in rows]


def _left(mailing: Mailing) -> int:
    """People whom it reached and who left the list within a week."""
    left = Event.objects.filter(
        kind=Kind.LEFT,
        mailing_list=mailing.mailing_list_id,
        at__gte=mailing.created_at,
        at__lt=(mailing.finished_at or timezone.now()) + AFTER,
    )
    reached = Q(subscriber__deliveries__mailing=mailing, subscriber__deliveries__state=DeliveryState.SENT)
    return left.filter(reached).values("subscriber").distinct().count()


def _remaining(mailing: Mailing, found: Figures) -> float | None:
    """Seconds, as far as the last minutes tell; None where they tell nothing."""
    now = timezone.now()
    since = max(now - PACE, mailing.created_at)
    latest = Delivery.objects.filter(mailing=mailing, state=DeliveryState.SENT, at__gte=since).count()
    waiting = found.states.get(DeliveryState.QUEUED, 0) + found.states.get(DeliveryState.SENDING, 0)
    return waiting * (now - since).total_seconds() / latest if latest and waiting else None
