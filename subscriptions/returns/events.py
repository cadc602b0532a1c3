"""What a provider tells of its own accord: events by webhook, as django-anymail reads and names them.

An event counts where it names a delivery of ours by what only we can have made (`identity.event_mark`, Message-ID), and
once. What it means for the address is decided as for bounces: by the receiving server's own words where there are any.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from subscriptions.evidence import Evidence
from subscriptions.models import Delivery, DeliveryState, Return
from subscriptions.returns.reading import Verdict, What
from subscriptions.returns.reasons import is_dead
from subscriptions.returns.recording import record
from subscriptions.sending.finishing import finish
from subscriptions.sending.identity import delivery_of
from subscriptions.unsubscribing import leave

if TYPE_CHECKING:
    from anymail.signals import AnymailTrackingEvent

MARK = "delivery"
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# What can only happen to a message that the provider took.
_HAS_IT = ("sent", "delivered", "deferred", "bounced", "complained", "unsubscribed")
_CAME_BACK = ("bounced", "rejected", "failed")


def take_event(event: AnymailTrackingEvent, provider: str) -> bool:
    """Take note of an event, once. Whether it changed anything."""
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    told = [metadata.get(MARK), event.message_id, *(event.tags or [])]
    delivery = delivery_of(" ".join(str(one) for one in told if one))
    if delivery is None:
        return False
    if event.event_type in _HAS_IT:
        _no_longer_in_doubt(delivery)
    digest = _digest(event, provider, delivery)
    if _asks_to_leave(event):
        return _take_off(delivery, digest, provider)
    what = _what(event)
    if what is None:
        return False
    words = _words(event)
    return record(Verdict(what, _status(words), words[:500], event.recipient or "", delivery), digest)


def _what(event: AnymailTrackingEvent) -> What | None:
    if event.event_type == "complained" or event.reject_reason == "spam":
        return What.COMPLAINT
    if event.event_type not in _CAME_BACK:
        return None
    words = _words(event)
    if event.reject_reason == "invalid" or is_dead(_status(words), words):
        return What.HARD
    return What.HARD if not event.mta_response and _for_good(event) else What.SOFT


def _for_good(event: AnymailTrackingEvent) -> bool:
    """What the provider itself says where it passes on no words of the receiving server."""
    told = event.esp_event if isinstance(event.esp_event, dict) else {}
    bounce = told.get("data", {}).get("bounce", {}) if isinstance(told.get("data"), dict) else {}
    kept_back = event.event_type == "rejected" and event.reject_reason == "bounced"
    return kept_back or told.get("Type") == "HardBounce" or bounce.get("type") == "Permanent"


def _words(event: AnymailTrackingEvent) -> str:
    return " ".join(str(event.mta_response or event.description or "").split())


def _status(words: str) -> str:
    found = _STATUS.search(words)
    return found[1] if found else ""


def _asks_to_leave(event: AnymailTrackingEvent) -> bool:
    left = event.event_type == "unsubscribed"
    return left or (event.event_type == "rejected" and event.reject_reason == "unsubscribed")


@transaction.atomic
def _no_longer_in_doubt(delivery: int) -> None:
    """The answer to us was lost, but the provider has the message."""
    doubtful = Delivery.objects.filter(pk=delivery, state=DeliveryState.UNCERTAIN)
    if mailing := doubtful.values_list("mailing_id", flat=True).first():
        doubtful.update(state=DeliveryState.SENT, sender=None, reason="", at=timezone.now())
        finish(mailing)


@transaction.atomic
def _take_off(delivery: int, digest: str, provider: str) -> bool:
    """Off the list that the delivery was of: the provider takes no more mail for them."""
    found = Delivery.objects.select_related("mailing__mailing_list", "subscriber").filter(pk=delivery).first()
    if found is None or found.subscriber is None or not Return.objects.get_or_create(digest=digest)[1]:
        return False
    return leave(found.subscriber, found.mailing.mailing_list, Evidence(place=provider)) is not None


def _digest(event: AnymailTrackingEvent, provider: str, delivery: int) -> str:
    """The same each time an event is told; providers repeat what they got no answer to."""
    its_own = event.event_id or json.dumps(event.esp_event, sort_keys=True, default=str)
    return hashlib.sha256(f"{provider}\0{event.event_type}\0{delivery}\0{its_own}".encode()).hexdigest()
