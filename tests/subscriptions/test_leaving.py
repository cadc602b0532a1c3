"""Unsubscribing: one button, one click in the mail program, for ever; and the way back."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from subscriptions import tokens
from subscriptions.adding import stop
from subscriptions.erasing import erase
from subscriptions.evidence import Evidence
from subscriptions.models import Event, Kind, Reason, Subscription
from tests.subscriptions.people import mailing_list, reader, sign_up_by_form, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return reader()


def address(subscriber, where=None) -> str:
    where = where or subscriber.subscriptions.get().mailing_list
    return f"/unsubscribe/{tokens.make(tokens.UNSUBSCRIBE, subscriber.pk, where.pk)}/"


def undo_of(page) -> str:
    return re.search(r'action="(/unsubscribe/undo/[^"]+)"', page.text)[1]


def test_looking_shows_a_button_and_pressing_it_leaves(client, ana):
    page = client.get(address(ana))
    assert "Leave “The Weekly”?" in page.text and states() == {"weekly": "active"}
    page = client.post(address(ana))
    assert "You are off the list" in page.text and states() == {"weekly": "left"}
    assert not Subscription.objects.mailable().exists()


def test_one_click_of_a_mail_program_needs_no_cookie_and_may_come_twice(ana):
    strict = Client(enforce_csrf_checks=True)
    for _time in range(2):
        page = strict.post(
            address(ana),
            "List-Unsubscribe=One-Click",
            content_type="application/x-www-form-urlencoded",
            headers={"sec-fetch-site": "cross-site", "origin": "https://mail.example.com"},
        )
        assert page.status_code == 200 and not page.cookies
    assert states() == {"weekly": "left"}
    left = Event.objects.get(kind=Kind.LEFT)
    assert left.detail["place"] == "one-click"


def test_one_click_as_a_multipart_form(ana):
    assert Client().post(address(ana), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert states() == {"weekly": "left"}


def test_a_link_works_for_ever_and_under_a_new_secret(client, ana, settings, monkeypatch):
    old = address(ana)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-" * 8, [settings.SECRET_KEY]
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert client.post(old).status_code == 200
    assert states() == {"weekly": "left"}


def test_leaving_can_be_undone_once_and_for_a_day(client, ana, monkeypatch):
    undo = undo_of(client.post(address(ana)))
    assert "Back on" in client.get(undo).text and states() == {"weekly": "left"}
    for _time in range(2):
        assert "on the list again" in client.post(undo).text
        assert states() == {"weekly": "active"}
    assert Event.objects.filter(kind=Kind.RETURNED).count() == 1
    client.post(address(ana))
    assert client.post(undo).status_code == 410, "it undoes that leaving and no other"
    assert states() == {"weekly": "left"}


def test_undoing_is_over_after_a_day(client, ana, monkeypatch):
    undo = undo_of(client.post(address(ana)))
    monkeypatch.setattr("time.time", lambda: __import__("datetime").datetime.now().timestamp() + 90000)
    assert client.post(undo).status_code == 410
    assert states() == {"weekly": "left"}


@pytest.mark.parametrize("reason", Reason.values)
def test_an_address_that_must_not_be_mailed_is_not_brought_back_by_an_old_undo_link(client, ana, reason):
    undo = undo_of(client.post(address(ana)))
    stop(ana, reason, Evidence())
    page = client.post(undo)
    assert page.status_code == 410 and "Sign up again" in page.text
    assert states() == {"weekly": "left"}
    assert not Event.objects.filter(kind=Kind.RETURNED).exists()


def test_a_new_sign_up_needs_a_new_confirmation_even_with_an_old_undo_link(client, ana):
    undo = undo_of(client.post(address(ana)))
    sign_up_by_form(client)
    assert states() == {"weekly": "pending"}
    assert client.post(undo).status_code == 410
    assert states() == {"weekly": "pending"}


def test_leaving_what_was_never_confirmed_gives_nothing_to_return_to(client):
    where = mailing_list()
    sign_up_by_form(client)
    subscriber = Subscription.objects.get().subscriber
    undo = undo_of(client.post(address(subscriber, where)))
    assert client.post(undo).status_code == 410
    assert states() == {"weekly": "left"}


def test_a_reason_can_be_given_once(client, ana):
    page = client.post(address(ana))
    why = re.search(r'action="(/unsubscribe/reason/[^"]+)"', page.text)[1]
    for _time in range(2):
        assert "Thank you" in client.post(why, {"reason": "too-many", "words": "Twice a day!"}).text
    (event,) = Event.objects.filter(kind=Kind.REASON)
    assert event.detail["reason"] == "too-many: Twice a day!"


def test_only_the_one_list_is_left(client, ana):
    monthly = mailing_list("monthly")
    reader("ana@example.org", monthly)
    page = client.post(address(ana, monthly))
    assert states() == {"weekly": "active", "monthly": "left"}
    assert "Your other subscriptions go on" in page.text


def test_somebody_erased_is_told_that_nothing_comes(client, ana):
    old = address(ana)
    erase(ana)
    for method in (client.get, client.post):
        page = method(old)
        assert page.status_code == 200 and "not on this list" in page.text


def test_a_link_for_something_else_does_not_unsubscribe(client, ana):
    where = ana.subscriptions.get().mailing_list
    for purpose in (tokens.CONFIRM, tokens.PREFERENCES, tokens.UNDO):
        token = tokens.make(purpose, ana.pk, where.pk, 1)
        assert client.post(f"/unsubscribe/{token}/").status_code == 404
    assert states() == {"weekly": "active"}


def test_pages_of_one_person_are_kept_and_indexed_by_nobody(client, ana):
    page = client.get(address(ana))
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert not page.cookies
