"""Erasing a person: everything goes, but for a keyed hash that keeps a later import from bringing the address back."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import QuerySet

from subscriptions.models import Event, Reason, Subscriber, Subscription, Suppression


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
        cursor.execute("SET LOCAL subscriptions.erasing = 'yes'")
        Subscription.objects.filter(subscriber__in=ids).delete()
        Event.objects.filter(subscriber__in=ids).delete()
        Subscriber.objects.filter(pk__in=ids).delete()
        cursor.execute("SET LOCAL subscriptions.erasing = ''")
    return len(ids)
