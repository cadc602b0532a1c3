"""What editors see of a mailing, and what they can do about it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client, override_settings
from django.utils import timezone

from subscriptions import erasing
from subscriptions.models import Delivery, Mailing, MailingState, Subscriber
from subscriptions.sending import ledger
from tests import factories as make
from tests.subscriptions import mailbox as post
from tests.subscriptions.sending.mailings import frozen, send, states

pytestmark = pytest.mark.django_db
PEOPLE = ("ana@example.org", "ben@example.org", "chae@example.org", "dan@example.org")


def at_desk(*codenames: str) -> Client:
    client = Client()
    user = make.editor("-".join(codenames) or "edda")
    if codenames:
        user.groups.clear()
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return client


def address(mailing: Mailing, what: str = "change") -> str:
    return f"/admin/subscriptions/mailing/{mailing.pk}/{what}/"


def play(mailing: Mailing, *left: str, **fields) -> None:
    """As if sending had come so far."""
    mailing.deliveries.filter(subscriber__email__in=left).update(at=timezone.now(), **fields)


def test_numbers_and_what_can_be_done(mailbox, django_assert_max_num_queries):
    mailing, desk = frozen(*PEOPLE), at_desk()
    play(mailing, PEOPLE[0], state="sent")
    play(mailing, PEOPLE[1], state="failed", code="550 5.1.1", reason="550 5.1.1 no such user")
    play(mailing, PEOPLE[2], state="uncertain", sender=1, reason=ledger.DIED)
    with django_assert_max_num_queries(24):
        page = desk.get(address(mailing)).content.decode()
    assert "550 5.1.1 no such user" in page and "chae@example.org" in page and "Pause" in page
    assert desk.get("/admin/subscriptions/mailing/").status_code == 200
    found = desk.get(f"/admin/subscriptions/delivery/?mailing__id__exact={mailing.pk}").content.decode()
    assert all(email in found for email in PEOPLE)
    assert "2 of 4" not in page and "3 of 4" in page
    assert "Exports rose 4 percent" in desk.get(address(mailing, "as-sent/en")).content.decode()

    desk.post(address(mailing, "do"), {"what": "pause"})
    send()
    assert mailbox.mails == [] and states(mailing)[PEOPLE[3]] == "queued"
    again = desk.post(address(mailing, "do"), {"what": "pause"}, follow=True)
    assert "was quicker" in again.content.decode()
    desk.post(address(mailing, "do"), {"what": "resume"})
    send()
    mailing.refresh_from_db()
    assert states(mailing)[PEOPLE[3]] == "sent" and mailing.state == MailingState.RUNNING  # one is in doubt


def test_what_is_in_doubt_is_decided(mailbox):
    mailing, desk = frozen(*PEOPLE[:3]), at_desk()
    play(mailing, *PEOPLE[:2], state="uncertain", sender=1)
    play(mailing, PEOPLE[2], state="sent")
    first = mailing.deliveries.get(subscriber__email=PEOPLE[0])
    desk.post(address(mailing, "do"), {"what": "again", "delivery": [first.pk]})
    assert list(states(mailing).values()) == ["queued", "uncertain", "sent"]
    send()
    assert [mail["To"] for mail in mailbox.mails] == [PEOPLE[0]]
    desk.post(address(mailing, "do"), {"what": "let_be", "all": "1"})
    mailing.refresh_from_db()
    assert list(states(mailing).values()) == ["sent", "let_be", "sent"]
    assert mailing.state == MailingState.DONE
    assert [event.what for event in mailing.events.all()] == ["done", "let_be", "again"]


def test_stopped_for_good(mailbox):
    mailing, desk = frozen(*PEOPLE), at_desk()
    play(mailing, PEOPLE[0], state="sent")
    mailing.deliveries.filter(subscriber__email=PEOPLE[1]).update(state="sending", sender=7)
    desk.post(address(mailing, "do"), {"what": "stop", "reason": "the wrong text"})
    assert list(states(mailing).values()) == ["sent", "sending", "skipped", "skipped"]
    mailing.deliveries.filter(state="sending").update(state="queued")  # its sender puts it back
    send()
    assert states(mailing)[PEOPLE[1]] == "skipped" and mailbox.mails == []
    page = desk.get(address(mailing)).content.decode()
    assert "the wrong text" in page and "the mailing was stopped" in page
    assert (
        "state has changed"
        in desk.post(address(mailing, "do"), {"what": "resume"}, follow=True).content.decode()
    )


def test_who_may_see_and_who_may_act():
    mailing = frozen(*PEOPLE[:1])
    play(mailing, PEOPLE[0], state="uncertain")
    looks = at_desk("view_mailing", "view_delivery")
    page = looks.get(address(mailing)).content.decode()
    assert "a…@example.org" in page and PEOPLE[0] not in page and "Send again" not in page
    assert PEOPLE[0] not in looks.get("/admin/subscriptions/delivery/").content.decode()
    assert looks.post(address(mailing, "do"), {"what": "pause"}).status_code == 403
    for client, status in ((Client(), 302), (at_desk("view_mailinglist"), 403)):
        for what in ("change", "numbers", "as-sent/en"):
            assert client.get(address(mailing, what)).status_code == status, what
        assert client.post(address(mailing, "do"), {"what": "pause"}).status_code == status
    assert Mailing.objects.get().state == MailingState.RUNNING


def test_who_sent_it_is_told(mailbox, receiver):
    edda = make.editor()
    mailing = frozen(*PEOPLE[:2], by=edda)
    refusing = lambda stage, _argument: "550 5.7.1 sender not allowed" if stage == "mail" else None  # noqa: E731
    receiver.answers.append(refusing)
    send()
    receiver.answers.clear()
    Mailing.objects.update(state=MailingState.RUNNING)
    send()
    news = post.jobs("subscriptions.tell_sender")
    assert len(news) == 2
    with override_settings(MAILERS=mailbox.mailers):
        post.work()
    mails = [mail for mail in mailbox.mails if mail["To"] == edda.email]
    assert [mail["Subject"].split(":")[0] for mail in mails] == ["Paused", "Sent"]
    assert "sender not allowed" in post.text(mails[0]) and address(mailing) in post.text(mails[1])


def test_erasing_a_reader_leaves_the_numbers():
    mailing = frozen(*PEOPLE[:2])
    erasing.erase(Subscriber.objects.get(email=PEOPLE[0]))
    assert Delivery.objects.filter(subscriber=None).count() == 1
    assert "erased since" in at_desk().get("/admin/subscriptions/delivery/").content.decode()
    send()  # nobody is mailed who is not there any more, and nothing waits for them
    mailing.refresh_from_db()
    assert set(mailing.deliveries.filter(subscriber=None).values_list("state", flat=True)) == {"skipped"}
