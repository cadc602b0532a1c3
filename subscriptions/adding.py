"""Adding somebody by hand, which needs a reason for the record, and stopping somebody."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from subscriptions.addresses import Address
from subscriptions.evidence import Evidence, record
from subscriptions.models import Kind, MailingList, Reason, State, Subscriber, Subscription, Suppression


@transaction.atomic
def add(
    address: Address, mailing_list: MailingList, reason: str, by, *, name: str = "", language: str = ""
) -> Subscription:
    """Put somebody on a list who agreed elsewhere. Raises ValidationError without a reason, for somebody suppressed,
    and for somebody who left: only that person can come back."""
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Say how this person agreed; it is kept as evidence."))
    if Suppression.objects.of(address.key).exists():
        raise ValidationError(_("This address is on the suppression list."))
    fields = {"email": address.email, "name": name, "language": language or mailing_list.language}
    subscriber, _made = Subscriber.objects.get_or_create(key=address.key, defaults=fields)
    subscription = Subscription.objects.select_for_update().filter(
        subscriber=subscriber, mailing_list=mailing_list
    ).first() or Subscription(subscriber=subscriber, mailing_list=mailing_list)
    if subscription.state in (State.LEFT, State.STOPPED):
        raise ValidationError(_("This person left the list; only they themselves can come back."))
    if not subscription.is_active:
        event = record(subscriber, Kind.ADDED, Evidence(by=by), mailing_list, reason=reason)
        subscription.become(State.ACTIVE, consent=event)
    return subscription


@transaction.atomic
def stop(subscriber: Subscriber, reason: str, evidence: Evidence, *, note: str = "") -> None:
    """Mail nothing more to an address that bounces or complains: onto the suppression list, off all lists."""
    Suppression.objects.add(subscriber.key, reason, note=note, by=evidence.by)
    kinds = {Reason.BOUNCED: Kind.BOUNCED, Reason.COMPLAINED: Kind.COMPLAINED}
    record(subscriber, kinds.get(reason, Kind.STOPPED), evidence, **({"note": note} if note else {}))
    for subscription in subscriber.subscriptions.select_for_update().filter(state=State.ACTIVE):
        subscription.become(State.STOPPED)
