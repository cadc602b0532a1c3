"""What an editor can do about a mailing once it runs. Each verb acts only on the state it is meant for."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from subscriptions.models import Delivery, DeliveryState, Happened, Mailing, MailingState
from subscriptions.sending import log
from subscriptions.sending.finishing import finish

STOPPED = "stopped"  # a `Delivery.reason`


class NotNow(Exception):
    """The mailing is in another state by now; the message says so to the editor."""


@transaction.atomic
def pause(mailing: Mailing, by) -> None:
    """Nothing more is offered; what is under way finishes. Raises NotNow."""
    _become(mailing, MailingState.PAUSED, MailingState.RUNNING)
    log.note(mailing.pk, Happened.PAUSED, by=by)


@transaction.atomic
def resume(mailing: Mailing, by) -> None:
    """Go on where it was. Raises NotNow."""
    _become(mailing, MailingState.RUNNING, MailingState.PAUSED, problem="")
    log.note(mailing.pk, Happened.RESUMED, by=by)
    finish(mailing.pk)


@transaction.atomic
def stop(mailing: Mailing, by, reason: str) -> int:
    """End it for good: who was still waiting is left out. How many those were. What is in doubt stays so, for an
    editor to decide. Raises NotNow."""
    _become(
        mailing,
        MailingState.STOPPED,
        MailingState.RUNNING,
        MailingState.PAUSED,
        finished_at=timezone.now(),
    )
    # What a sender has in hand is put back in the queue when its turn comes, and is left out there.
    waiting = [DeliveryState.QUEUED, DeliveryState.DEFERRED]
    number = _move(mailing, waiting, DeliveryState.SKIPPED, reason=STOPPED)
    log.note(mailing.pk, Happened.STOPPED, by=by, words=reason, number=number)
    return number


@transaction.atomic
def send_again(mailing: Mailing, by, deliveries: list[int] | None = None) -> int:
    """What is in doubt goes out once more, with the same Message-ID; all of it, or some. How many those are. Raises
    NotNow where the mailing has been stopped."""
    mailing = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if mailing.state == MailingState.STOPPED:
        raise NotNow(_("This mailing was stopped for good."))
    number = _move(mailing, [DeliveryState.UNCERTAIN], DeliveryState.QUEUED, deliveries)
    if number:
        log.note(mailing.pk, Happened.AGAIN, by=by, number=number)
    return number


@transaction.atomic
def let_be(mailing: Mailing, by, deliveries: list[int] | None = None) -> int:
    """What is in doubt is left as it is; all of it, or some. How many those are."""
    number = _move(mailing, [DeliveryState.UNCERTAIN], DeliveryState.LET_BE, deliveries)
    if number:
        log.note(mailing.pk, Happened.LET_BE, by=by, number=number)
        finish(mailing.pk)
    return number


def _become(mailing: Mailing, state: str, *before: str, **fields) -> None:
    """One statement, so that of two who press at the same time one is told."""
    if not Mailing.objects.filter(pk=mailing.pk, state__in=before).update(state=state, **fields):
        raise NotNow(_("Somebody, or the mailing itself, was quicker: its state has changed."))


def _move(
    mailing: Mailing, before: list[str], state: str, deliveries: list[int] | None = None, reason: str = ""
) -> int:
    found = Delivery.objects.filter(mailing=mailing, state__in=before)
    if deliveries is not None:
        found = found.filter(pk__in=deliveries)
    return found.update(state=state, sender=None, due_at=None, reason=reason, at=timezone.now())
