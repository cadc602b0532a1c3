"""Mails that ask to leave a list: those that came to the address which only that subscriber's mails name."""

from __future__ import annotations

import email
import email.policy

from django.db import transaction

from subscriptions.evidence import Evidence
from subscriptions.models import MailingList, Return, Subscriber
from subscriptions.sending.identity import leaving_of
from subscriptions.unsubscribing import leave

PLACE = "mailto"
# Where the address stands that a mail came to: what the sender wrote, and what mail servers add on delivery.
_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")


def who_leaves(raw: bytes) -> tuple[int, int] | None:
    """Subscriber and list that a mail was sent to leave; None where it is something else.

    Only the mail's own header counts: what comes back as undeliverable holds our List-Unsubscribe in its text. A report
    and an automatic reply want nothing of us, wherever they were sent.
    """
    head = email.message_from_bytes(_head(raw), policy=email.policy.compat32)
    if head.get_content_type() == "multipart/report":
        return None
    if str(head.get("Auto-Submitted", "")).lower().startswith("auto-replied"):
        return None
    return leaving_of(" ".join(str(value) for name in _TO for value in head.get_all(name, [])))


@transaction.atomic
def take_off(subscriber: int, mailing_list: int, digest: str) -> bool:
    """Take them off the list, once for each `digest` of a mail: who came back since is not taken off again by the mail
    of then. Whether it changed anything."""
    person = Subscriber.objects.select_for_update().filter(pk=subscriber).first()
    where = MailingList.objects.filter(pk=mailing_list).first()
    if person is None or where is None or not Return.objects.get_or_create(digest=digest)[1]:
        return False
    return leave(person, where, Evidence(place=PLACE)) is not None


def _head(raw: bytes) -> bytes:
    ends = [at for at in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if at >= 0]
    return raw[: min(ends) + 2] if ends else raw
