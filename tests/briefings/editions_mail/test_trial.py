"""A test mail, received over SMTP."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from subscriptions.models import Delivery, Mailing, Subscription
from tests import factories as make
from tests.briefings.admin.desk import messages
from tests.briefings.editions import press
from tests.subscriptions.mailbox import text


@pytest.fixture
def edition(site):
    series = press.weekly("ana@example.org")
    series.mailing_list.reply_to = "desk@example.org"
    series.mailing_list.save()
    return press.edition(series, make.briefing("Yards return", series=series), subject="조선소 12: 흑자로")


def send(desk, edition, *to: User, language: str = "en"):
    address = reverse("admin:briefings_edition_preview_test", args=[edition.pk])
    return desk.client.post(address, {"to": [user.pk for user in to], "language": language}, follow=True)


def test_colleagues_get_it_marked_and_nothing_counts_it(edition, editor, mailbox, client):
    wren, reader = make.writer(), User.objects.create_user("rea", "rea@example.net")
    page = send(editor, edition, editor.user, wren)
    assert messages(page) == ["Tests are on their way to edda@example.org, wren@example.org."]
    first, second = mailbox.mails
    assert (first["To"], second["To"]) == ("edda@example.org", "wren@example.org")
    assert first["Subject"] == "[Test] 조선소 12: 흑자로" and first["Reply-To"] == "desk@example.org"
    assert (
        first["List-Id"].startswith("<strait-view.") and first["From"] == "Garam Institute <desk@example.org>"
    )
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind in ("plain", "html"):
        said = text(first, kind)
        assert "Test." in said and "Yards return" in said and "--token" not in said
    leave = re.fullmatch(r"<http://127.0.0.1:8000(/unsubscribe/\S+/)>", first["List-Unsubscribe"])[1]
    assert "This was a test" in client.post(leave, {"List-Unsubscribe": "One-Click"}).text
    assert Subscription.objects.get().state == "active"
    assert not Mailing.objects.exists() and not Delivery.objects.exists()
    edition.refresh_from_db()
    assert edition.state == "draft"
    assert send(editor, edition, reader).context["form"].errors["to"]  # nobody who does not work here
    assert send(editor, edition).context["form"].errors["to"] == ["Choose somebody."]
    assert len(mailbox.mails) == 2


def test_in_korean_and_not_without_end(edition, editor, mailbox, monkeypatch):
    monkeypatch.setattr("briefings.editions.trying.AN_HOUR", 2)
    send(editor, edition, editor.user, language="ko")
    assert mailbox.last["Content-Language"] == "ko" and "구독 해지" in text(mailbox.last, "html")
    page = send(editor, edition, editor.user, make.writer())
    assert "more than 2 test mails in an hour" in messages(page)[0] and len(mailbox.mails) == 1
    mailbox.refusing = "554 5.7.1 We know you"
    assert "We know you" in messages(send(editor, edition, editor.user))[0]
