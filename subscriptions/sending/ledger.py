"""The ledger as one sender sees it: claims, says what is under way, notes what became of it.

A claim is committed before anything leaves; the message that a connection offers next is committed before its first
byte leaves, together with what became of the one before. So after any crash exactly those that stand in an `Offer` are
in doubt, one a connection at most; what was claimed besides goes back to the queue.
"""

from __future__ import annotations

import json
import os
import socket
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, transaction
from django.db.models.functions import Now

from subscriptions.addresses import mailable
from subscriptions.models import (
    Delivery,
    DeliveryState,
    Happened,
    MailingState,
    Offer,
    Pace,
    Sender,
    Suppression,
)
from subscriptions.sending import log, prepared, statements
from subscriptions.sending.letters import Recipient
from subscriptions.sending.outcomes import Outcome
from subscriptions.sending.retrying import MOST_ATTEMPTS, delay
from subscriptions.sending.troubles import veiled

LEASE = timedelta(seconds=30)
# Why somebody was left out, or is in doubt, as `Delivery.reason` keeps it; the back office has words for them.
LEFT, SUPPRESSED, DIED = "left", "suppressed", "died"


class Fenced(Exception):
    """Another process has taken this sender for dead: nothing it holds may be sent any more."""


@dataclass(frozen=True)
class Claimed:
    """A delivery in hand of `holder`, the sender that claimed it."""

    holder: int
    mailing: int
    language: str
    attempts: int
    domain: str
    recipient: Recipient

    @property
    def delivery(self) -> int:
        return self.recipient.delivery


@dataclass
class Turn:
    """What happened since the last turn: outcomes by delivery, and what each slot offers next (None: nothing)."""

    outcomes: list[tuple[Claimed, Outcome]] = field(default_factory=list)
    offers: dict[int, Claimed | None] = field(default_factory=dict)


class Ledger:
    def __init__(self, slots: int):
        self._slots = slots
        self.sender = 0

    def register(self) -> None:
        """Begin as a new sender, after taking over what dead ones left."""
        take_over_the_dead()
        name = f"{socket.gethostname()}:{os.getpid()}"
        with transaction.atomic():
            self.sender = Sender.objects.create(name=name, lease_until=_lease_end()).pk
            Offer.objects.bulk_create(Offer(sender_id=self.sender, slot=n) for n in range(self._slots))

    def leave(self) -> None:
        """Go, having nothing in hand."""
        Sender.objects.filter(pk=self.sender).delete()

    def claim(self, mailing: int, most: int, after: int, *, but=(), domain: str = "") -> list[Claimed]:
        """The next deliveries of a mailing with a number above `after`: of `domain`, or of all domains `but` some."""
        where = statements.ONLY if domain else statements.ANY_BUT if but else ""
        values = {"mailing": mailing, "after": after, "most": most, "domains": list(but), "domain": domain}
        return self._claimed(statements.CLAIM.format(where=where), values)

    def claim_due(self, most: int) -> list[Claimed]:
        """Deferred ones whose time has come, of any mailing that runs."""
        return self._claimed(statements.CLAIM_DUE, {"most": most})

    def turn(self, turn: Turn) -> set[int]:
        """Write it in one commit; the slots that may go on with what they offer. Raises Fenced.

        May be written again after an error that leaves open whether it was committed.
        """
        offers = turn.offers.items()
        values = {
            "told": json.dumps([outcome_row(claimed, outcome) for claimed, outcome in turn.outcomes]),
            "offers": json.dumps([{"slot": slot, "delivery": one and one.delivery} for slot, one in offers]),
            "most": len(turn.outcomes) + len(turn.offers),
            "reached": any(outcome.state != "queued" for _claimed, outcome in turn.outcomes),
        }
        with prepared.cursor() as cursor:
            cursor.execute(statements.TURN, {**values, "sender": self.sender, "lease": LEASE})
            rows = cursor.fetchall()
        if not rows:
            raise Fenced
        return {slot for slot, delivery, may in rows if may}

    def release(self, held: list[Claimed]) -> None:
        """Back to the queue, unoffered."""
        if held:
            self._write(statements.RELEASE, {"deliveries": [one.delivery for one in held]})

    @transaction.atomic
    def recover(self, under_way: dict[int, Claimed]) -> None:
        """After an error that leaves open what was committed: what is not under way (by slot) goes back to the queue.
        Raises Fenced."""
        if not Sender.objects.filter(pk=self.sender).update(lease_until=_lease_end()):
            raise Fenced
        held = [one.delivery for one in under_way.values() if one.holder == self.sender]
        self._write(statements.RELEASE_ALL_BUT, {"deliveries": held})
        Offer.objects.filter(sender=self.sender).exclude(slot__in=under_way).update(delivery=None)

    def permits(self, subject: str, rate: float, most: int) -> int:
        """How many of `most` messages may leave now at `rate` a second, to anywhere ("") or to a domain; they count as
        having left."""
        Pace.objects.bulk_create([Pace(subject=subject, free_at=Now())], ignore_conflicts=True)
        with connection.cursor() as cursor:
            cursor.execute(statements.PERMITS, {"subject": subject, "most": most, "period": 1 / rate})
            return cursor.fetchone()[0]

    def trouble(self, words: str) -> None:
        """Say for the back office why nothing goes, and renew the lease."""
        Sender.objects.filter(pk=self.sender).update(trouble=words[:500], lease_until=_lease_end())

    @transaction.atomic
    def pause(self, words: str, mailing: int | None = None) -> list[int]:
        """Pause a mailing, or all that run, with the server's words; those that were paused. The words stay with the
        mailing, whoever reads it and whoever is erased: addresses in them are left out."""
        words = veiled(words)
        with connection.cursor() as cursor:
            cursor.execute(statements.PAUSE, {"words": words, "mailing": mailing})
            paused = [pk for (pk,) in cursor.fetchall()]
        for pk in paused:
            log.note(pk, Happened.HALTED, words=words, tell=True)
        return paused

    def _claimed(self, sql: str, values: dict) -> list[Claimed]:
        with connection.cursor() as cursor:
            cursor.execute(sql, {**values, "sender": self.sender})
            rows = sorted(cursor.fetchall())
        suppressed = Suppression.objects.among([row[-1] for row in rows]) if rows else set()
        if suppressed:
            silent = [row[0] for row in rows if row[-1] in suppressed]
            self._write(statements.SKIP, {"deliveries": silent, "reason": SUPPRESSED})
        return [
            Claimed(
                self.sender,
                mailing,
                language,
                attempts,
                domain,
                Recipient(pk, subscriber, version, mailable(email)),
            )
            for pk, mailing, language, attempts, domain, subscriber, version, email, key in rows
            if key not in suppressed
        ]

    def _write(self, sql: str, values: dict) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, {**values, "sender": self.sender})


def outcome_row(claimed: Claimed, outcome: Outcome) -> dict:
    """What `statements.TURN` writes of it: new state, code, words, attempts used up, seconds to wait."""
    attempts = claimed.attempts + 1
    state, wait = outcome.state, 0.0
    if state == "deferred":
        if attempts >= MOST_ATTEMPTS:
            state = "failed"
        else:
            wait = delay(attempts)
    return {
        "id": claimed.delivery,
        "holder": claimed.holder,
        "state": state,
        "code": outcome.code,
        "words": outcome.words.replace(
            "\0", " "
        ),  # PostgreSQL takes none, and what became of it must be written
        "tried": int(state != "queued"),
        "wait": wait,
    }


def take_over_the_dead() -> int:
    """What senders had in hand whose lease is over: in doubt if it was under way, else back in the queue. How many
    are in doubt. Deliveries and sender go together, so that two that take over do not meet."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements.DEAD)
        dead = [pk for (pk,) in cursor.fetchall()]
        if not dead:
            return 0
        cursor.execute(statements.TAKE_OVER, {"dead": dead})
        doubtful = sum(state == "uncertain" for (state,) in cursor.fetchall())
        Offer.objects.filter(sender__in=dead).delete()
        Sender.objects.filter(pk__in=dead).delete()
    return doubtful


def anything_due() -> bool:
    """Whether something is waiting that may leave now, in any mailing that runs."""
    running = Delivery.objects.filter(mailing__state=MailingState.RUNNING)
    return (
        running.filter(state=DeliveryState.QUEUED).exists()
        or running.filter(state=DeliveryState.DEFERRED, due_at__lte=Now()).exists()
    )


def leave_out_the_stopped() -> None:
    """What came back to the queue of a mailing that was stopped meanwhile is left out."""
    with connection.cursor() as cursor:
        cursor.execute(statements.LEAVE_OUT)


def bring_forward() -> None:
    """What was deferred by a clock that was far ahead is tried now."""
    with connection.cursor() as cursor:
        cursor.execute(statements.BRING_FORWARD)


def _lease_end():
    return Now() + LEASE
