"""Naughty strings and injections thrown at every field and parameter: no error of ours, nothing run, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

from subscriptions import tokens
from subscriptions.models import Limit, MailingList, Subscriber, Subscription
from tests import factories as make
from tests.subscriptions.people import form, mailing_list, reader

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[3] / "shared" / "data"
OURS = [
    "<script>alert(1)</script>", "' OR 1=1 --", "'; DROP TABLE subscriptions_subscriber; --", "\x00", "\ud800",
    "\u202eevil", "%00", "{{ 7*7 }}", "=cmd|'/c calc'!A1", "a@b.org\r\nBcc: victim@example.org", "𝒜@example.org",
    "x" * 100_000, "-1", "99999999999999999999", "①", "٣", "á" * 300,
]  # fmt: skip


EVERY = 50  # of the corpora's thousand strings one in so many: all of them take minutes


def strings() -> list[str]:
    """Ours, and some of the corpora where they lie beside the checkout."""
    corpora: list[str] = []
    if DATA.exists():
        corpora += json.loads((DATA / "strings" / "blns.json").read_text())
        for file in sorted((DATA / "sqli").glob("*.txt")):
            corpora += file.read_text(errors="replace").splitlines()[:60]
    return OURS + corpora[::EVERY]


def sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@pytest.fixture
def ana():
    mailing_list()
    return reader()


def untouched() -> bool:
    return Subscriber.objects.filter(key="ana@example.org").exists() and MailingList.objects.count() == 1


def test_every_field_of_the_sign_up_form(client, ana):
    for text in map(sendable, strings()):
        Limit.objects.all().delete()
        for field in ("email", "name", "language", "lists", "form", "website"):
            answer = client.post("/subscribe/", {**form("bo@example.org"), field: text})
            assert answer.status_code in (200, 400, 403), (field, text[:80])
            if "<script" in text.lower():
                assert text not in answer.text
    assert untouched()
    assert all("@" in one.email and one.key.isascii() for one in Subscriber.objects.all())


def test_every_field_of_the_other_pages(client, ana):
    where = ana.subscriptions.get().mailing_list
    preferences = f"/preferences/{tokens.make(tokens.PREFERENCES, ana.pk, ana.version)}/"
    leave = f"/unsubscribe/{tokens.make(tokens.UNSUBSCRIBE, ana.pk, where.pk)}/"
    event = client.post(leave).text.split('action="/unsubscribe/reason/')[1].split('"')[0]
    for text in map(sendable, strings()):
        posts = [
            (preferences, {"do": text}),
            (preferences, {"do": "description", "name": text, "language": text}),
            (preferences, {"do": "address", "email": text}),
            (preferences, {"do": "pause", "days": text}),
            (preferences, {"do": "lists", "lists": text}),
            (leave, {"List-Unsubscribe": text}),
            (f"/unsubscribe/reason/{event}", {"reason": "other", "words": text}),
            ("/preferences/", {"email": text}),
        ]
        for address, fields in posts:
            answer = client.post(address, fields)
            assert answer.status_code in (200, 302, 429), (address, fields)
    assert untouched()


def test_every_parameter_of_addresses_and_headers(client, ana):
    for text in map(sendable, strings()):
        answers = [
            client.get("/subscribe/", {"list": text}),
            client.get("/preferences/", {"done": text}),
            client.get("/subscribe/", HTTP_USER_AGENT=text[:500].replace("\n", " ").replace("\r", " ")),
            client.post("/subscribe/", form(), REMOTE_ADDR=text[:60], HTTP_X_FORWARDED_FOR=text[:60]),
        ]
        assert all(answer.status_code in (200, 400, 403, 429) for answer in answers), text[:80]
    assert untouched()


def test_every_search_of_the_back_office(ana):
    desk = Client()
    desk.force_login(make.administrator())
    for text in map(sendable, strings()[::3]):
        for address in ("subscriber", "suppression", "mailinglist"):
            answer = desk.get(
                f"/admin/subscriptions/{address}/", {"q": text, "list": text[:50], "state": text[:50]}
            )
            assert answer.status_code in (200, 302), (address, text[:80])
    assert untouched()


def test_no_header_of_a_mail_can_be_injected(client, mailbox, ana):
    for email in (
        "a@b.org\r\nBcc: victim@example.org",
        "a@b.org\nBcc: v@example.org",
        "a@b.org,v@example.org",
    ):
        client.post("/subscribe/", form(email))
    assert Subscription.objects.count() == 1
