"""Takes note of what came back: on the delivery, in the reader's history, and, where it must end, on the list.

Only a report that carries a return address or Message-ID of ours counts: nobody can make up bounces for other people.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from subscriptions import adding
from subscriptions.evidence import Evidence
from subscriptions.evidence import record as note
from subscriptions.models import Delivery, DeliveryState, Kind, Reason, Return, Returned, Subscriber
from subscriptions.returns.reading import Verdict, What
from subscriptions.sending.outcomes import LONGEST_WORDS

_WORST_LAST = ["", Returned.SOFT, Returned.HARD, Returned.COMPLAINT]
_RETURNED = {
    What.SOFT: Returned.SOFT,
    What.HARD: Returned.HARD,
    What.COMPLAINT: Returned.COMPLAINT,
}
# Soft bounces stop an address when nothing else has come of it for so long and so often.
SOFT_DAYS, SOFT_SPAN = 3, timedelta(days=14)
PLACE = "report"


@transaction.atomic
def record(verdict: Verdict, digest: str) -> bool:
    """Take note of a report, once for each `digest` of it. Whether it changed anything."""
    returned = _RETURNED.get(verdict.what)
    if returned is None or verdict.delivery is None:
        return False
    delivery = (
        Delivery.objects.select_for_update(of=["self"])
        .select_related("mailing__mailing_list", "subscriber")
        .filter(pk=verdict.delivery)
        .first()
    )
    if delivery is None or not Return.objects.get_or_create(digest=digest)[1]:
        return False
    if _WORST_LAST.index(returned) > _WORST_LAST.index(delivery.returned):
        delivery.returned = returned
        if verdict.what != What.COMPLAINT:  # what the figures say about it
            delivery.code, delivery.reason = verdict.status[:20], verdict.words[:LONGEST_WORDS]
        delivery.save(update_fields=["returned", "code", "reason"])
    if delivery.subscriber and not _moved(delivery):
        _follow(delivery, delivery.subscriber, verdict)
    return True


def _follow(delivery: Delivery, subscriber: Subscriber, verdict: Verdict) -> None:
    said = f"{verdict.status} {verdict.words}".strip()[:300]
    evidence = Evidence(place=PLACE)
    if verdict.what == What.COMPLAINT:
        adding.stop(subscriber, Reason.COMPLAINED, evidence, note=str(delivery.mailing)[:300])
    elif verdict.what == What.HARD:
        adding.stop(subscriber, Reason.BOUNCED, evidence, note=said)
    else:
        mailing_list = delivery.mailing.mailing_list
        note(subscriber, Kind.BOUNCED, evidence, mailing_list, status=verdict.status, words=said)
        if _keeps_coming_back(subscriber):
            adding.stop(subscriber, Reason.BOUNCED, evidence, note=said)


def _moved(delivery: Delivery) -> bool:
    """Whether the reader has another address by now: what came back is not about that one."""
    return delivery.subscriber.events.filter(
        kind=Kind.CHANGED, at__gt=delivery.at, detail__fields__contains=["email"]
    ).exists()


def _keeps_coming_back(subscriber: Subscriber) -> bool:
    """Whether the latest deliveries all came back, on several days over weeks."""
    days = set()
    for delivery in subscriber.deliveries.filter(state=DeliveryState.SENT).order_by("-at")[:30]:
        if delivery.returned != Returned.SOFT:
            break
        days.add(delivery.at.date())
    return len(days) >= SOFT_DAYS and max(days) - min(days) >= SOFT_SPAN
