"""Leaving a list, and taking that back."""

from __future__ import annotations

from django.db import transaction

from subscriptions.evidence import Evidence, record
from subscriptions.models import Event, Kind, MailingList, State, Subscriber, Subscription, Suppression

LONGEST_REASON = 500


@transaction.atomic
def leave(subscriber: Subscriber, mailing_list: MailingList, evidence: Evidence) -> Event | None:
    """Take the subscriber off the list. The event of leaving; of an earlier time, if it was one; None if never on it."""
    subscription = (
        Subscription.objects.select_for_update()
        .filter(subscriber=subscriber, mailing_list=mailing_list)
        .first()
    )
    if subscription is None:
        return None
    if subscription.state == State.LEFT:
        return _last_leaving(subscription)
    event = record(subscriber, Kind.LEFT, evidence, mailing_list)
    subscription.become(State.LEFT)
    return event


@transaction.atomic
def undo(subscriber: Subscriber, mailing_list: MailingList, leaving: int, evidence: Evidence) -> bool:
    """Take back the leaving that event `leaving` recorded; False where there is nothing to take back.

    The consent that was on record before counts again. Where there is none, or where the subscriber has signed up anew
    since, nothing changes; nor where mail has come back or somebody has complained since: that asks for a new sign-up.
    """
    if Suppression.objects.of(subscriber.key).exists():
        return False
    subscription = (
        Subscription.objects.select_for_update()
        .filter(subscriber=subscriber, mailing_list=mailing_list, state=State.LEFT)
        .exclude(basis="")
        .first()
    )
    last = subscription and _last_leaving(subscription)
    if not subscription or not last or last.pk != leaving:
        return bool(
            Subscription.objects.filter(subscriber=subscriber, mailing_list=mailing_list, state=State.ACTIVE)
        )
    record(subscriber, Kind.RETURNED, evidence, mailing_list)
    subscription.become(State.ACTIVE)
    return True


def give_reason(subscriber: Subscriber, mailing_list: MailingList, reason: str, evidence: Evidence) -> None:
    """Keep why somebody left, once a leaving."""
    said = Event.objects.filter(subscriber=subscriber, mailing_list=mailing_list, kind=Kind.REASON).order_by(
        "pk"
    )
    left = Event.objects.filter(subscriber=subscriber, mailing_list=mailing_list, kind=Kind.LEFT).order_by(
        "pk"
    )
    last, known = left.last(), said.last()
    if last and (known is None or known.pk < last.pk):
        record(subscriber, Kind.REASON, evidence, mailing_list, reason=reason[:LONGEST_REASON])


def _last_leaving(subscription: Subscription) -> Event | None:
    return (
        Event.objects.filter(
            subscriber_id=subscription.subscriber_id,
            mailing_list_id=subscription.mailing_list_id,
            kind=Kind.LEFT,
        )
        .order_by("pk")
        .last()
    )
