"""What may happen while a mailing runs: the server balks, readers leave, clocks jump."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from subscriptions import adding, unsubscribing
from subscriptions.evidence import Evidence
from subscriptions.models import (
    Delivery,
    Mailing,
    MailingList,
    MailingState,
    Offer,
    Pace,
    Reason,
    Sender,
    Subscriber,
)
from subscriptions.sending import control, engine, ledger
from subscriptions.sending.engine import Engine
from tests.subscriptions.sending.mailings import frozen, send, states
from tests.subscriptions.sending.receiver import Drop

pytestmark = pytest.mark.django_db
PEOPLE = [f"r{number:02}@example.org" for number in range(12)]


class Once:
    """In place of the event that ends a sender: does `what` between two turns, as soon as the server took `after`."""

    def __init__(self, receiver, after: int, what):
        self._receiver, self._after, self._what = receiver, after, what

    def is_set(self) -> bool:
        if self._what and len(self._receiver.taken) >= self._after:
            self._what()
            self._what = None
        return False


class UntilDone:
    """In place of the event that ends a sender: no mailing runs any more."""

    def is_set(self) -> bool:
        return not Mailing.objects.filter(state=MailingState.RUNNING).exists()


def whom(receiver) -> list[str]:
    return sorted(email for email, _id in receiver.taken)


def test_a_server_that_says_later_for_a_while(receiver):
    busy = lambda stage, _argument: "451 4.3.2 busy" if stage == "rcpt" else None  # noqa: E731
    receiver.answers.append(busy)
    mailing = frozen(*PEOPLE)
    send()
    assert set(states(mailing).values()) == {"deferred"} and receiver.taken == []
    assert Mailing.objects.get().state == MailingState.RUNNING
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
    receiver.answers.remove(busy)
    Delivery.objects.update(due_at=timezone.now())
    send()
    assert whom(receiver) == PEOPLE and Mailing.objects.get().state == MailingState.DONE


def test_a_server_that_is_away_for_a_while(receiver, monkeypatch):
    """“421” at the door costs nobody an attempt; the sender waits and goes on by itself."""
    monkeypatch.setattr(engine, "FIRST_PAUSE", 0.2)
    turned_away = []

    def at_the_door(stage, _argument):
        if stage == "connect" and len(turned_away) < 3:
            turned_away.append(stage)
            return "421 4.3.2 not now"
        return None

    receiver.answers.append(at_the_door)
    mailing = frozen(*PEOPLE)
    Engine(1).run(UntilDone())
    assert len(turned_away) == 3 and set(states(mailing).values()) == {"sent"} and whom(receiver) == PEOPLE
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


def test_the_password_is_refused_in_the_middle(receiver, settings):
    """Those who had it have it, nobody else used up an attempt, and it goes on where it was."""
    receiver.offers = ("AUTH PLAIN",)
    options = {**receiver.mailers["default"]["OPTIONS"], "username": "us", "password": "secret"}
    settings.MAILERS = {"default": {**receiver.mailers["default"], "OPTIONS": options}}

    def after_five(stage, _argument):
        if len(receiver.taken) < 5:
            return None
        if stage == "mail":
            raise Drop
        return "535 5.7.8 password expired" if stage == "auth" else None

    receiver.answers.append(after_five)
    mailing = frozen(*PEOPLE)
    send(connections=1)
    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED and "password expired" in mailing.problem
    assert sorted(states(mailing).values()) == ["queued"] * 7 + ["sent"] * 5
    assert not Delivery.objects.filter(state="queued", attempts__gt=0).exists()
    receiver.answers.clear()
    control.resume(mailing, by=None)
    send()
    assert whom(receiver) == PEOPLE and Mailing.objects.get().state == MailingState.DONE


def test_what_is_sent_again_can_be_recognised(receiver):
    """Taken, but the answer was lost: an editor sends it again, with the Message-ID that the server has seen."""
    receiver.answers.append(
        lambda stage, said: "250 taken and gone" if stage == "end" and "r03@" in said else None
    )
    mailing = frozen(*PEOPLE)
    send(connections=1)
    assert [email for email, state in states(mailing).items() if state == "uncertain"] == ["r03@example.org"]
    receiver.answers.clear()
    control.send_again(mailing, by=None)
    send()
    twice = [name for email, name in receiver.taken if email == "r03@example.org"]
    assert len(twice) == 2 and len(set(twice)) == 1 and len(receiver.taken) == 13
    assert Mailing.objects.get().state == MailingState.DONE


def test_a_server_that_thinks_longer_than_a_lease(receiver, monkeypatch):
    """A sender that waits is not dead: its lease is renewed, and nobody takes its messages over."""
    monkeypatch.setattr(ledger, "LEASE", timedelta(seconds=0.4))
    monkeypatch.setattr(engine, "LOOK_ROUND", 0.1)
    monkeypatch.setattr(engine, "WAIT", 0.1)
    receiver.answers.append(lambda stage, _argument: time.sleep(0.7) if stage == "end" else None)
    mailing = frozen(*PEOPLE[:4])
    looked = []

    class Another:
        def is_set(self) -> bool:
            looked.append(ledger.take_over_the_dead())
            return False

    Engine(2).run(Another(), until_idle=True)
    assert set(states(mailing).values()) == {"sent"} and whom(receiver) == PEOPLE[:4]
    assert len(looked) > 10 and not any(looked)


def test_a_sender_that_stops_while_the_server_thinks(receiver, monkeypatch):
    """It waits for what is under way, and is not dead meanwhile: nobody is in doubt, and an editor need not decide."""
    monkeypatch.setattr(ledger, "LEASE", timedelta(seconds=0.4))
    monkeypatch.setattr(engine, "WAIT", 0.1)
    doubtful, stop = [], threading.Event()

    def think(stage, _argument):
        if stage == "end":
            stop.set()
            time.sleep(1)

    receiver.answers.append(think)
    mailing = frozen(*PEOPLE[:2])
    original = Engine._stay

    def look(self):
        doubtful.append(ledger.take_over_the_dead())
        original(self)

    monkeypatch.setattr(Engine, "_stay", look)
    Engine(1).run(stop)
    assert len(doubtful) > 5 and not any(doubtful)
    assert list(states(mailing).values()) == ["sent", "queued"] and not Sender.objects.exists()


def test_until_idle_goes_on_after_a_server_was_away(receiver, monkeypatch):
    """A pause is not the end of the work: what is due goes out before it ends."""
    monkeypatch.setattr(engine, "FIRST_PAUSE", 0.15)
    closed = iter(["421 4.3.2 not now"] * 2)
    receiver.answers.append(lambda stage, _argument: next(closed, None) if stage == "connect" else None)
    mailing = frozen(*PEOPLE[:3])
    send(connections=1)
    assert set(states(mailing).values()) == {"sent"} and whom(receiver) == PEOPLE[:3]
    assert Mailing.objects.get().state == MailingState.DONE


def test_until_idle_waits_for_the_pace(receiver, settings):
    """Three seconds' worth of one domain, and a pace for all of them."""
    settings.SENDING_RATE, settings.SENDING_DOMAIN_RATES = 8, {"slow.example": 3}
    slow = [f"s{number}@slow.example" for number in range(8)]
    mailing = frozen(*PEOPLE, *slow)
    send()
    assert set(states(mailing).values()) == {"sent"} and whom(receiver) == sorted([*PEOPLE, *slow])


def test_one_message_in_ten_minutes(receiver, settings, monkeypatch):
    """So slow a pace is kept too, and a sender that waits for it is not dead."""
    monkeypatch.setattr(ledger, "LEASE", timedelta(seconds=0.4))
    monkeypatch.setattr(engine, "LOOK_ROUND", 0.1)
    settings.SENDING_DOMAIN_RATES = {"example.org": 1 / 600}
    mailing, looked, end = frozen(*PEOPLE[:3]), [], time.monotonic() + 2.5

    class Later:
        def is_set(self) -> bool:
            looked.append(ledger.take_over_the_dead())
            return time.monotonic() > end

    Engine(2).run(Later())
    assert sorted(states(mailing).values()) == ["queued", "queued", "sent"] and len(receiver.taken) == 1
    assert len(looked) > 10 and not any(looked)


def test_until_idle_does_not_wait_for_what_is_not_due(receiver):
    """What is tried again later, what is paused, and what another sender has in hand."""
    mailing = frozen(*PEOPLE[:3])
    other = Sender.objects.create(name="other", lease_until=timezone.now() + timedelta(minutes=1))
    first, second, _third = mailing.deliveries.order_by("pk")
    later = timezone.now() + timedelta(hours=1)
    Delivery.objects.filter(pk=first.pk).update(state="deferred", due_at=later)
    Delivery.objects.filter(pk=second.pk).update(state="sending", sender=other.pk)
    paused = frozen(key="edition-2")
    control.pause(paused, by=None)
    send()
    assert list(states(mailing).values()) == ["deferred", "sending", "sent"]
    assert set(states(paused).values()) == {"queued"}


def test_readers_who_leave_pause_or_are_stopped_while_it_runs(receiver):
    mailing = frozen(*PEOPLE)
    last = {
        name: Subscriber.objects.get(email=PEOPLE[number])
        for name, number in (("left", 9), ("pause", 10), ("bad", 11))
    }

    def meanwhile():
        unsubscribing.leave(last["left"], MailingList.objects.get(), Evidence())
        Subscriber.objects.filter(pk=last["pause"].pk).update(paused_until=timezone.now() + timedelta(days=7))
        adding.stop(last["bad"], Reason.COMPLAINED, Evidence())

    Engine(1).run(Once(receiver, 2, meanwhile), until_idle=True)
    assert whom(receiver) == PEOPLE[:9]
    assert [states(mailing)[email] for email in PEOPLE[9:]] == ["skipped"] * 3
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DONE


def test_paused_by_an_editor_while_it_runs(receiver):
    mailing = frozen(*PEOPLE)
    Engine(1).run(Once(receiver, 3, lambda: control.pause(mailing, by=None)), until_idle=True)
    sent = len(receiver.taken)
    assert 3 <= sent <= 4 and sorted(states(mailing).values()) == ["queued"] * (12 - sent) + ["sent"] * sent
    control.resume(mailing, by=None)
    send()
    assert whom(receiver) == PEOPLE


def test_the_clock_was_ahead_and_has_been_set_back(receiver, settings):
    """What a clock that was ahead has written holds nothing up: leases, the pace, and when to try again."""
    settings.SENDING_RATE = 100
    mailing = frozen(*PEOPLE[:4])
    month = timezone.now() + timedelta(days=30)
    dead = Sender.objects.create(name="ahead", lease_until=month)
    held, offered, deferred = mailing.deliveries.order_by("pk")[:3]
    Delivery.objects.filter(pk__in=[held.pk, offered.pk]).update(state="sending", sender=dead.pk)
    Offer.objects.create(sender=dead, slot=0, delivery=offered.pk)
    Delivery.objects.filter(pk=deferred.pk).update(state="deferred", attempts=1, due_at=month)
    Pace.objects.create(subject="", free_at=month)
    send()
    assert list(states(mailing).values()) == ["sent", "uncertain", "sent", "sent"]
    assert whom(receiver) == [PEOPLE[0], *PEOPLE[2:4]]


def test_the_clock_jumped_ahead(receiver):
    """All leases seem over: what was under way is in doubt, the rest goes out; the sender that held it writes nothing."""
    mailing = frozen(*PEOPLE[:4])
    asleep = ledger.Ledger(1)
    asleep.register()
    held = asleep.claim(mailing.pk, 2, 0)
    assert asleep.turn(ledger.Turn(offers={0: held[0]})) == {0}
    Sender.objects.update(lease_until=timezone.now() - timedelta(days=30))
    send()
    assert list(states(mailing).values()) == ["uncertain", "sent", "sent", "sent"]
    with pytest.raises(ledger.Fenced):
        asleep.turn(ledger.Turn(offers={0: held[1]}))
    assert whom(receiver) == PEOPLE[1:4]
