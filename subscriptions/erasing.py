"""Erasing a person: everything goes, but for a keyed hash that keeps a later import from bringing the address back."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import QuerySet

from subscriptions.models import Delivery, DeliveryState, Event, Reason, Subscriber, Subscription, Suppression

# Numbers only: who it was cannot be told from them.
_TALLY = """
INSERT INTO subscriptions_tally AS kept (mailing_list_id, week, kind, number)
SELECT mailing_list_id, date_trunc('week', at AT TIME ZONE 'UTC')::date, kind, count(*) FROM subscriptions_event
WHERE subscriber_id = ANY(%s) AND mailing_list_id IS NOT NULL AND kind = ANY(%s)
GROUP BY 1, 2, 3
ON CONFLICT (mailing_list_id, week, kind) DO UPDATE SET number = kept.number + excluded.number
"""
WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)
COUNTED = ("signed_up", "confirmed", "left")


@transaction.atomic
def erase(subscriber: Subscriber, *, by=None) -> None:
    """GDPR Art. 17. The history goes too."""
    Suppression.objects.add(subscriber.key, Reason.ERASED, by=by)
    delete(Subscriber.objects.filter(pk=subscriber.pk))


@transaction.atomic
def delete(subscribers: QuerySet[Subscriber]) -> int:
    """Delete subscribers with their history, leaving no trace; how many those were."""
    ids = list(subscribers.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, [ids, list(COUNTED)])
        cursor.execute("SET LOCAL subscriptions.erasing = 'yes'")
        # What waits for them must not stay open for ever; what was sent stays in the numbers, without the person.
        waiting = Delivery.objects.filter(subscriber__in=ids, state__in=WAITING)
        waiting.update(state=DeliveryState.SKIPPED, due_at=None, reason="erased")
        _forget_in_deliveries(ids)
        Subscription.objects.filter(subscriber__in=ids).delete()
        Event.objects.filter(subscriber__in=ids).delete()
        Subscriber.objects.filter(pk__in=ids).delete()
        cursor.execute("SET LOCAL subscriptions.erasing = ''")
    return len(ids)


def _forget_in_deliveries(ids: list[int]) -> None:
    """What servers said may repeat the address (reasons of our own are single words), and a domain that nobody else
    has is as good as one. States and codes stay: the numbers of a mailing go on telling the truth."""
    theirs = Delivery.objects.filter(subscriber__in=ids)
    theirs.filter(reason__contains=" ").update(reason="")
    others = Subscriber.objects.exclude(pk__in=ids)
    for domain in list(theirs.exclude(domain="").values_list("domain", flat=True).distinct()):
        if not others.filter(key__endswith=f"@{domain}").exists():
            theirs.filter(domain=domain).update(domain="")
