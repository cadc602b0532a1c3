"""Bounces and complaints: who is stopped by them, who is not, and that nobody else can have somebody stopped."""

from __future__ import annotations

import io
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from subscriptions.models import Delivery, Event, Reason, Suppression
from subscriptions.returns import What
from subscriptions.returns.mailbox import take
from subscriptions.sending import identity
from tests.subscriptions.people import states
from tests.subscriptions.sending.mailings import frozen

DSN = """\
From: MAILER-DAEMON@mx.example.net
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; ana@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--b
Content-Type: message/rfc822

Message-ID: {name}
Subject: Yards return to profit

--b--
"""


def report(delivery: Delivery | None, status: str, words: str, action: str = "failed") -> bytes:
    name = identity.message_id(delivery.pk) if delivery else "<d.1.0123456789abcdef@127.0.0.1>"
    return DSN.format(to="bounces@example.org", status=status, words=words, action=action, name=name).encode()


def sent(**fields) -> Delivery:
    mailing = frozen("ana@example.org", **fields)
    mailing.deliveries.update(state="sent")
    return mailing.deliveries.get()


@pytest.mark.django_db
def test_a_dead_address_is_stopped_once():
    delivery = sent()
    raw = report(delivery, "5.1.1", "550 5.1.1 <ana@example.org>: user unknown")
    assert take(raw) == (What.HARD, True)
    assert take(raw) == (What.HARD, False)
    delivery.refresh_from_db()
    assert delivery.returned == "hard" and states() == {"weekly": "stopped"}
    assert Suppression.objects.get().reason == Reason.BOUNCED
    assert Event.objects.filter(kind="bounced").count() == 1


@pytest.mark.django_db
def test_nobody_else_can_have_somebody_stopped():
    sent()
    assert take(report(None, "5.1.1", "550 5.1.1 user unknown")) == (What.HARD, False)
    assert states() == {"weekly": "active"} and not Suppression.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "words", "action", "what"),
    [
        ("5.2.2", "552 5.2.2 mailbox full", "failed", What.SOFT),
        ("5.7.1", "550 5.7.1 message rejected as spam", "failed", What.SOFT),
        (
            "5.7.515",
            "550 5.7.515 Access denied, sending domain does not meet the policy",
            "failed",
            What.SOFT,
        ),
        ("4.4.1", "connection timed out", "delayed", What.DELAYED),
        ("2.0.0", "250 delivered", "delivered", What.OTHER),
    ],
)
def test_what_is_not_about_the_address_stops_nobody(status, words, action, what):
    assert take(report(sent(), status, words, action))[0] == what
    assert states() == {"weekly": "active"}


@pytest.mark.django_db
def test_what_comes_back_for_weeks_is_stopped():
    start = timezone.now() - timedelta(days=30)
    for number, day in enumerate((0, 5, 16)):
        delivery = (
            sent(key=f"edition-{number}") if number == 0 else frozen(key=f"edition-{number}").deliveries.get()
        )
        Delivery.objects.filter(pk=delivery.pk).update(state="sent", at=start + timedelta(days=day))
        take(report(delivery, "5.2.2", "552 mailbox full"))
        assert states() == {"weekly": "stopped" if number == 2 else "active"}


@pytest.mark.django_db
def test_a_complaint_and_a_new_address():
    delivery = sent()
    complaint = report(delivery, "", "").replace(b"delivery-status", b"feedback-report")
    complaint = complaint.replace(b"Reporting-MTA", b"Feedback-Type: abuse\nReporting-MTA")
    assert take(complaint) == (What.COMPLAINT, True)
    assert states() == {"weekly": "stopped"} and Suppression.objects.get().reason == Reason.COMPLAINED


@pytest.mark.django_db
def test_from_a_pipe_and_from_a_maildir(tmp_path, monkeypatch):
    delivery = sent()
    raw = report(delivery, "5.1.1", "550 5.1.1 user unknown")
    monkeypatch.setattr(sys, "stdin", io.BytesIO(raw))
    out = io.StringIO()
    call_command("process_bounces", stdout=out)
    assert out.getvalue().strip() == "hard" and states() == {"weekly": "stopped"}
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1").write_bytes(raw)
    call_command("process_bounces", "--maildir", str(tmp_path), stdout=out)
    assert not list((tmp_path / "new").iterdir()) and len(list((tmp_path / "cur").iterdir())) == 1
    with pytest.raises(Exception, match="no Maildir"):
        call_command("process_bounces", "--maildir", str(tmp_path / "nowhere"))


@pytest.mark.django_db
def test_the_list_of_what_to_set_up(settings):
    settings.SITE_URL, settings.BOUNCE_ADDRESS = "https://www.example.org", "bounces@mail.example.org"
    sent()
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("check_sending", stdout=out)
    said = out.getvalue()
    assert (
        "MISSING  the site's record has a postal address" in said and "v=DMARC1" in said and "v=spf1" in said
    )
