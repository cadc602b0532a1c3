"""What subscribers change themselves: their lists, a pause, name and language, the address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from subscriptions import signup, unsubscribing
from subscriptions.addresses import Address
from subscriptions.evidence import Evidence, record
from subscriptions.models import Kind, MailingList, State, Subscriber, Subscription, Suppression, Visibility
from subscriptions.models.suppressions import LIFTED_BY_CONFIRMING

PAUSES = (30, 90)  # days


class Taken(Exception):
    """Another subscriber has this address."""


def choices(subscriber: Subscriber) -> list[MailingList]:
    """The lists to choose from: public ones, and whatever else the subscriber is on."""
    on = subscriber.subscriptions.filter(state=State.ACTIVE).values("mailing_list")
    return list(MailingList.objects.filter(Q(visibility=Visibility.PUBLIC) | Q(pk__in=on)))


def active(subscriber: Subscriber) -> set[int]:
    """Ids of the lists that the subscriber is on."""
    return set(subscriber.subscriptions.filter(state=State.ACTIVE).values_list("mailing_list_id", flat=True))


@transaction.atomic
def choose(subscriber: Subscriber, wanted: Iterable[int], evidence: Evidence) -> list[MailingList]:
    """Be on the lists `wanted` and on no other; which ones are new.

    The link came by mail to this address, so choosing is confirming.
    """
    Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    wanted, now, joined = set(wanted), active(subscriber), []
    silenced = Suppression.objects.silences(subscriber.key)
    for mailing_list in choices(subscriber):
        if mailing_list.pk in now - wanted:
            unsubscribing.leave(subscriber, mailing_list, evidence)
        elif mailing_list.pk in wanted - now and mailing_list.is_open and not silenced:
            _join(subscriber, mailing_list, evidence)
            joined.append(mailing_list)
    return joined


@transaction.atomic
def pause(subscriber: Subscriber, days: int, evidence: Evidence) -> None:
    """No mailings for `days`; 0 ends the pause."""
    if not days and not subscriber.is_paused:
        return
    subscriber.paused_until = timezone.now() + timedelta(days=days) if days else None
    subscriber.save(update_fields=["paused_until"])
    record(subscriber, Kind.PAUSED if days else Kind.RESUMED, evidence, **({"days": days} if days else {}))


@transaction.atomic
def describe(subscriber: Subscriber, name: str, language: str, evidence: Evidence) -> None:
    """Name and language of mails."""
    before = {"name": subscriber.name, "language": subscriber.language}
    after = {"name": name, "language": language}
    if before != after:
        subscriber.name, subscriber.language = name, language
        subscriber.save(update_fields=["name", "language"])
        changed = sorted(field for field in after if before[field] != after[field])
        record(subscriber, Kind.CHANGED, evidence, fields=changed)


@transaction.atomic
def move(subscriber: Subscriber, address: Address, evidence: Evidence) -> str:
    """Change the address; returns the former one. Links sent there before open nothing any more but unsubscribing.

    Raises Taken.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if Subscriber.objects.exclude(pk=subscriber.pk).filter(key=address.key).exists():
        raise Taken
    former = subscriber.email
    subscriber.email, subscriber.key, subscriber.version = address.email, address.key, subscriber.version + 1
    subscriber.save(update_fields=["email", "key", "version"])
    record(subscriber, Kind.CHANGED, evidence, fields=["email"])
    return former


def _join(subscriber: Subscriber, mailing_list: MailingList, evidence: Evidence) -> None:
    subscription = Subscription.objects.filter(
        subscriber=subscriber, mailing_list=mailing_list
    ).first() or Subscription(subscriber=subscriber, mailing_list=mailing_list)
    said = signup.words(mailing_list, evidence.language)
    event = record(subscriber, Kind.CONFIRMED, evidence, mailing_list, words=said)
    subscription.become(State.ACTIVE, consent=event)
    Suppression.objects.of(subscriber.key).filter(reason__in=LIFTED_BY_CONFIRMING).delete()
