"""Confirming: whoever got the mail says yes. This is the consent that a mailing needs."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from subscriptions import limits, signup
from subscriptions.evidence import Evidence, record
from subscriptions.models import Kind, MailingList, State, Subscriber, Subscription, Suppression
from subscriptions.models.suppressions import LIFTED_BY_CONFIRMING


def waiting(subscriber: Subscriber) -> list[Subscription]:
    """What the subscriber asked for and has not confirmed."""
    return list(subscriber.subscriptions.filter(state=State.PENDING).select_related("mailing_list"))


@transaction.atomic
def confirm(subscriber: Subscriber, lists: Iterable[int], evidence: Evidence) -> list[MailingList]:
    """Make those of the pending subscriptions active whose list is in `lists`; which ones those were.

    Doing so twice is doing so once. It lifts a suppression that the person may lift; under one that only an editor lifts
    nothing is confirmed.
    """
    if Suppression.objects.silences(subscriber.key):
        return []
    Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    confirmed = []
    for subscription in subscriber.subscriptions.filter(
        state=State.PENDING, mailing_list__in=list(lists)
    ).select_related("mailing_list"):
        mailing_list = subscription.mailing_list
        said = signup.words(mailing_list, evidence.language)
        event = record(subscriber, Kind.CONFIRMED, evidence, mailing_list, words=said)
        subscription.become(State.ACTIVE, consent=event)
        confirmed.append(mailing_list)
    if confirmed:
        limits.answered(subscriber.key)
        Suppression.objects.of(subscriber.key).filter(reason__in=LIFTED_BY_CONFIRMING).delete()
    return confirmed
