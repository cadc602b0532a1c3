"""Two processes that send share one ledger and one pace."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from subscriptions.models import Mailing, MailingState, Pace, Sender
from subscriptions.sending.engine import Engine
from tests.subscriptions.sending.mailings import frozen, states

pytestmark = pytest.mark.django_db(transaction=True)  # each sender has a connection of its own


class Clock:
    """When the server took each message, in seconds since before the senders began, by domain."""

    def __init__(self, receiver):
        self.times: list[tuple[float, str]] = []
        self._began = time.monotonic()
        receiver.answers.append(self._note)

    def _note(self, stage: str, argument: str) -> None:
        if stage == "end":
            self.times.append((time.monotonic() - self._began, argument.rpartition("@")[2]))

    def keeps(self, rate: float, domain: str = "") -> bool:
        """Whether no message came before its turn, where a second's worth may go at once. A slow machine does not
        matter to this."""
        times = sorted(at for at, where in self.times if domain in where)
        return all(at >= (number - rate) / rate for number, at in enumerate(times))


def send_by_two(connections: int = 2) -> None:
    """Until no mailing runs any more."""
    stop = threading.Event()

    def run() -> None:
        try:
            Engine(connections).run(stop)
        finally:
            connection.close()

    senders = [threading.Thread(target=run) for _one in range(2)]
    for sender in senders:
        sender.start()
    try:
        limit = time.monotonic() + 20
        while Mailing.objects.filter(state=MailingState.RUNNING).exists() and time.monotonic() < limit:
            time.sleep(0.02)
    finally:
        stop.set()
        for sender in senders:
            sender.join()


def people(number: int, domain: str = "example.org") -> list[str]:
    return [f"r{n}@{domain}" for n in range(number)]


def test_everybody_gets_it_once_and_both_take_part(receiver):
    receiver.answers.append(lambda stage, _argument: time.sleep(0.005) if stage == "end" else None)
    mailing = frozen(*people(300))  # more than one of them has in hand at once
    send_by_two()
    assert Mailing.objects.get().state == MailingState.DONE
    assert set(states(mailing).values()) == {"sent"}
    assert Counter(whom for whom, _id in receiver.taken) == Counter(people(300))
    assert len({name for _whom, name in receiver.taken}) == 300
    assert receiver.most_at_once == 4 and not Sender.objects.exists()


def test_they_keep_one_pace(receiver, settings):
    settings.SENDING_RATE = 40
    mailing = frozen(*people(80))
    before, clock = timezone.now(), Clock(receiver)
    send_by_two()
    assert set(states(mailing).values()) == {"sent"} and len(receiver.taken) == 80
    assert clock.keeps(40)
    pace = Pace.objects.get()  # one for both: each message has moved it on
    assert pace.free_at >= before + timedelta(seconds=2)


def test_a_domain_has_a_pace_that_holds_up_nobody_else(receiver, settings):
    settings.SENDING_DOMAIN_RATES = {"slow.example": 8}
    mailing = frozen(*people(20, "slow.example"), *people(30))
    clock = Clock(receiver)
    send_by_two()
    assert set(states(mailing).values()) == {"sent"}
    assert clock.keeps(8, "slow.example") and not clock.keeps(8)
    order = [where for _at, where in sorted(clock.times)]
    assert order[-1] == "slow.example"
    assert [pace.subject for pace in Pace.objects.all()] == ["slow.example"]
