"""What the mail server may answer, and what each answer does to a delivery and to its mailing."""

from __future__ import annotations

import pytest
from django.utils import timezone

from subscriptions.models import Delivery, Mailing, MailingState, Sender
from subscriptions.sending.outcomes import Unreachable
from subscriptions.sending.retrying import MOST_ATTEMPTS
from subscriptions.sending.transports.smtp import Smtp
from tests.subscriptions.sending.mailings import frozen, send, states
from tests.subscriptions.sending.receiver import Drop

pytestmark = pytest.mark.django_db
PEOPLE = ("ana@example.org", "ben@example.org", "chae@example.org")


def at(stage: str, said: str, whom: str = ""):
    """Answers `said` at a stage, to everything or to what concerns `whom`."""
    return lambda now, argument: said if now == stage and whom in argument else None


@pytest.mark.parametrize("offers", [("PIPELINING",), ()], ids=["pipelining", "step by step"])
def test_one_is_refused_and_one_is_deferred(receiver, offers):
    receiver.offers = offers
    receiver.answers += [
        at("rcpt", "550 5.1.1 no such user", "ana@"),
        at("rcpt", "450 4.2.1 try later", "ben@"),
    ]
    mailing = frozen(*PEOPLE)
    send(connections=1)
    assert states(mailing) == {PEOPLE[0]: "failed", PEOPLE[1]: "deferred", PEOPLE[2]: "sent"}
    ana, ben = (mailing.deliveries.get(subscriber__email=email) for email in PEOPLE[:2])
    assert (ana.code, ana.reason) == ("550 5.1.1", "550 5.1.1 no such user")
    assert ben.attempts == 1 and 40 < (ben.due_at - timezone.now()).total_seconds() < 80
    assert Mailing.objects.get().state == MailingState.RUNNING  # not called done while one is open

    receiver.answers.clear()
    send()
    assert states(mailing)[PEOPLE[1]] == "deferred"  # not before its time
    Delivery.objects.filter(state="deferred").update(due_at=timezone.now())
    send()
    assert states(mailing)[PEOPLE[1]] == "sent"
    assert Mailing.objects.get().state == MailingState.DONE
    assert [taken[0] for taken in receiver.taken] == [PEOPLE[2], PEOPLE[1]]


def test_whatever_is_in_the_answer_it_is_written_down(receiver):
    """A server may answer what PostgreSQL keeps in no text; the mailing goes on."""
    receiver.answers.append(at("rcpt", '550 no\0body "here" %s', "ana@"))
    mailing = frozen(*PEOPLE)
    send(connections=1)
    assert states(mailing) == {PEOPLE[0]: "failed", PEOPLE[1]: "sent", PEOPLE[2]: "sent"}
    assert mailing.deliveries.get(state="failed").reason == '550 no body "here" %s'


def test_it_is_given_up_after_days(receiver):
    receiver.answers.append(at("rcpt", "450 4.2.2 full"))
    mailing = frozen(PEOPLE[0])
    Delivery.objects.update(attempts=MOST_ATTEMPTS - 1)
    send()
    delivery = mailing.deliveries.get()
    assert (delivery.state, delivery.code) == ("failed", "450 4.2.2")


@pytest.mark.parametrize(
    "answer",
    [
        at("mail", "550 5.7.1 sender not allowed"),
        at("end", "550 5.7.515 access denied, bad DMARC"),
        at("rcpt", "554 5.7.1 relay access denied"),
        at("connect", "554 go away"),
    ],
    ids=["sender", "policy", "relay", "connection"],
)
def test_the_sender_is_refused(receiver, answer):
    """The mailing pauses with the server's words; nobody's attempt is used up; resuming sends everything."""
    receiver.answers.append(answer)
    mailing = frozen(*PEOPLE)
    send()
    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED and mailing.problem.startswith("55")
    assert set(states(mailing).values()) == {"queued"} and not Delivery.objects.filter(attempts__gt=0)

    receiver.answers.clear()
    Mailing.objects.update(state=MailingState.RUNNING)
    send()
    assert set(states(mailing).values()) == {"sent"} and len(receiver.taken) == 3


def test_signing_in_fails(receiver, settings):
    receiver.offers = ("AUTH PLAIN",)
    receiver.answers.append(at("auth", "535 5.7.8 wrong password"))
    options = {**receiver.mailers["default"]["OPTIONS"], "username": "us", "password": "secret"}
    settings.MAILERS = {"default": {**receiver.mailers["default"], "OPTIONS": options}}
    first, second = frozen(*PEOPLE), frozen(key="edition-2")
    send()
    for mailing in (first, second):  # it concerns everything that is to be sent
        mailing.refresh_from_db()
        assert mailing.state == MailingState.PAUSED and "wrong password" in mailing.problem
        assert "secret" not in mailing.problem


def test_the_connection_breaks_in_the_middle(receiver):
    """Before the last line of a message it cannot have been taken: it is tried again."""

    def drop(stage, argument):
        if stage == "data" and "ana@" in argument:
            raise Drop

    receiver.answers.append(drop)
    mailing = frozen(*PEOPLE)
    send(connections=1)
    assert states(mailing) == {PEOPLE[0]: "deferred", PEOPLE[1]: "sent", PEOPLE[2]: "sent"}


def test_the_answer_is_lost(receiver):
    """Taken, but the server went away before it said so: nobody knows, and the mailing is not done."""
    receiver.answers.append(at("end", "250 taken and gone", "ana@"))
    mailing = frozen(*PEOPLE)
    send(connections=1)
    assert states(mailing) == {PEOPLE[0]: "uncertain", PEOPLE[1]: "sent", PEOPLE[2]: "sent"}
    assert Mailing.objects.get().state == MailingState.RUNNING
    send()
    assert len(receiver.taken) == 3


def test_a_server_that_loses_every_answer_pauses_the_mailing(receiver):
    receiver.answers.append(at("end", "250 taken and gone"))
    mailing = frozen(*(f"r{n}@example.org" for n in range(12)))
    send(connections=1)
    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED
    assert list(states(mailing).values()).count("uncertain") == 5


def test_a_server_that_refuses_everybody_pauses_the_mailing(receiver):
    receiver.answers.append(
        lambda stage, whom: f"550 5.1.1 {whom[3:]} no such user" if stage == "rcpt" else None
    )
    mailing = frozen(*(f"r{n}@example.org" for n in range(24)))
    send(connections=1)
    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED and "no such user" in mailing.problem
    assert "<…@example.org>" in mailing.problem + mailing.events.get().words
    assert "r19@" not in mailing.problem + mailing.events.get().words
    assert mailing.deliveries.filter(state="failed").last().reason.count("@example.org") == 1
    assert list(states(mailing).values()).count("failed") == 20


def test_a_server_that_closes_old_connections(receiver):
    """“421” before anything was offered costs nobody an attempt."""
    seen = []

    def every_second(stage, _argument):
        if stage == "mail":
            seen.append(stage)
            return "421 too many messages" if len(seen) % 2 == 0 else None
        return None

    receiver.answers.append(every_second)
    mailing = frozen(*PEOPLE)
    send(connections=1)
    assert set(states(mailing).values()) == {"sent"} and not Delivery.objects.filter(attempts__gt=1)


def test_nobody_answers(receiver, settings):
    """What is in hand goes back, and the back office can tell why nothing goes."""
    options = {**receiver.mailers["default"]["OPTIONS"], "port": 1}
    settings.MAILERS = {"default": {**receiver.mailers["default"], "OPTIONS": options}}
    with pytest.raises(Unreachable):
        Smtp(**options).open()
    mailing = frozen(*PEOPLE)
    told = []

    class Stop:
        def is_set(self):
            told.extend(Sender.objects.exclude(trouble="").values_list("trouble", flat=True))
            return bool(told)

    from subscriptions.sending.engine import Engine

    Engine(2).run(Stop())
    assert "refused" in told[0]
    assert set(states(mailing).values()) == {"queued"} and not Delivery.objects.filter(attempts__gt=0)
    assert not Sender.objects.exists()


def test_a_certificate_that_nobody_vouches_for(receiver, settings, tmp_path):
    options = {**receiver.mailers["default"]["OPTIONS"], "use_tls": True}
    settings.MAILERS = {"default": {**receiver.mailers["default"], "OPTIONS": options}}
    mailing = frozen(PEOPLE[0])
    send()
    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED and "STARTTLS" in mailing.problem  # it has none at all
    assert receiver.taken == []
