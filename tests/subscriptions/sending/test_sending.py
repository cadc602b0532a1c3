"""A mailing reaches everybody once, as it was frozen, with each reader's own links."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from subscriptions.evidence import Evidence
from subscriptions.models import Mailing, MailingList, MailingState, Reason, Subscriber, Suppression
from subscriptions.sending import identity
from subscriptions.unsubscribing import leave
from tests.subscriptions.mailbox import text
from tests.subscriptions.people import mailing_list
from tests.subscriptions.sending.mailings import frozen, send, states, words

pytestmark = pytest.mark.django_db


def test_it_works(mailbox, client):
    mailing = frozen("ana@example.org", "ben@example.org", "chaerin@example.org")
    send()

    assert sorted(mail["X-Envelope-To"] for mail in mailbox.mails) == [
        "ana@example.org",
        "ben@example.org",
        "chaerin@example.org",
    ]
    assert set(states(mailing).values()) == {"sent"}
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DONE and mailing.prepared == 3 and mailing.finished_at

    mail = next(mail for mail in mailbox.mails if mail["To"] == "ana@example.org")
    assert mail["Subject"] == "Yards return to profit"
    assert "Exports rose 4 percent in May." in text(mail) and "\r\n.\r\n.a dot\r\n" in text(mail)
    assert "Exports rose" in text(mail, "html")
    delivery = mailing.deliveries.get(subscriber__email="ana@example.org")
    assert mail["Message-ID"] == identity.message_id(delivery.pk)

    link = re.search(r"http://[^/]+(/unsubscribe/[^/]+/)", mail["List-Unsubscribe"])[1]
    assert link in text(mail) and link in text(mail, "html")
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    ana = Subscriber.objects.get(email="ana@example.org")
    assert ana.subscriptions.get().state == "left"
    preferences = re.search(r"Change: http://[^/]+(\S+)", text(mail))[1]
    assert client.get(preferences).status_code == 200


def test_the_headers_of_a_list(mailbox, settings):
    settings.BOUNCE_ADDRESS = "bounces@mail.example.org"
    weekly = mailing_list(
        sender_name='Ana "Wren" Reyes', sender_address="weekly@example.org", reply_to="desk@example.org"
    )
    mailing = frozen("ana@example.org", to=weekly, url="/series/weekly/2026-03-01/")
    send()
    (mail,) = mailbox.mails
    assert str(mail["From"]) == '"Ana \\"Wren\\" Reyes" <weekly@example.org>'
    assert mail["Reply-To"] == "desk@example.org"
    assert mail["List-Id"] == "<weekly.127.0.0.1>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Archived-At"] == "<http://127.0.0.1:8000/series/weekly/2026-03-01/>"
    assert mail["Precedence"] == "bulk" and mail["Feedback-ID"] and mail["List-Help"]
    assert identity.delivery_of(mailbox.senders[-1]) == mailing.deliveries.get().pk
    assert mailbox.senders[-1].startswith("bounces+")
    assert all(len(line) <= 998 for line in mail.raw.split(b"\r\n"))
    body = mail.raw.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert all(len(line) <= 78 for line in body)


def test_each_in_their_own_language(mailbox):
    where = mailing_list()
    Subscriber.objects.filter(email="ana@example.org").update(language="ko")
    frozen("ana@example.org", to=where, words={"en": words()})
    send()
    assert mailbox.last["Subject"] == "Yards return to profit"  # Korean was not written

    Subscriber.objects.update(language="ko")
    long = "가나다라마바사아자차카타파하" * 30
    frozen(
        "ana@example.org",
        to=where,
        key="b",
        words={"en": words(), "ko": words(f"조선소 “흑자” {'제목' * 30}", long)},
    )
    send()
    assert mailbox.last["Subject"] == f"조선소 “흑자” {'제목' * 30}"
    assert long in text(mailbox.last) and long in text(mailbox.last, "html")
    assert mailbox.last["Content-Language"] == "ko"


def test_who_left_paused_or_was_suppressed_meanwhile_is_left_out(mailbox):
    mailing = frozen("ana@example.org", "ben@example.org", "chaerin@example.org", "dan@example.org")
    leave(Subscriber.objects.get(email="ana@example.org"), MailingList.objects.get(), Evidence())
    later = timezone.now() + timedelta(days=7)
    Subscriber.objects.filter(email="ben@example.org").update(paused_until=later)
    Suppression.objects.add("chaerin@example.org", Reason.MANUAL)
    send()
    assert states(mailing) == {
        "ana@example.org": "skipped",
        "ben@example.org": "skipped",
        "chaerin@example.org": "skipped",
        "dan@example.org": "sent",
    }
    assert [mail["To"] for mail in mailbox.mails] == ["dan@example.org"]
    assert Mailing.objects.get().state == MailingState.DONE


def test_by_another_of_djangos_backends_it_is_the_same(settings, tmp_path):
    """The demo's mailbox: headers stay as they were written, however long, or the one click would be gone."""
    backend = {"BACKEND": "newsroom.demo_mailbox.backend.EmailBackend", "OPTIONS": {"path": str(tmp_path)}}
    settings.MAILERS = {"default": backend}
    mailing = frozen("ana@example.org")
    send()
    (file,) = tmp_path.glob("*.eml")
    assert b"\nList-Unsubscribe: <http://127.0.0.1:8000/unsubscribe/" in file.read_bytes()
    assert set(states(mailing).values()) == {"sent"}
