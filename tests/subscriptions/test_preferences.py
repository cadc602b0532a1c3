"""What a reader changes: lists, pause, address, name, language; data and erasure by a fresh link only."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from subscriptions import tokens
from subscriptions.models import Event, Kind, Subscriber, Subscription, Suppression
from tests.subscriptions.mailbox import links, work
from tests.subscriptions.people import EMAIL, mailing_list, reader, sign_up_by_form, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return reader()


def page_of(subscriber) -> str:
    subscriber.refresh_from_db()
    return f"/preferences/{tokens.make(tokens.PREFERENCES, subscriber.pk, subscriber.version)}/"


def do(client, subscriber, what: str, **fields):
    return client.post(page_of(subscriber), {"do": what, **fields}, follow=True)


def test_lists_are_switched_on_and_off(client, ana):
    monthly = mailing_list("monthly")
    mailing_list("members", visibility="private")
    closed = mailing_list("closed", visibility="closed")
    page = client.get(page_of(ana)).text
    assert "The Monthly" in page and "The Members" not in page and "The Closed" not in page
    assert "Saved." in do(client, ana, "lists", lists=[monthly.pk, closed.pk]).text
    assert states() == {"weekly": "left", "monthly": "active"}
    consent = Subscription.objects.get(mailing_list=monthly).consent
    assert consent.kind == Kind.CONFIRMED and consent.detail["place"] == "/preferences/"
    do(client, ana, "lists", lists=[])
    assert states() == {"weekly": "left", "monthly": "left"}


def test_somebody_on_a_private_or_closed_list_can_leave_it(client, ana):
    ana.subscriptions.get().mailing_list.__class__.objects.update(visibility="closed")
    assert "The Weekly" in client.get(page_of(ana)).text
    do(client, ana, "lists", lists=[])
    assert states() == {"weekly": "left"}
    assert "The Weekly" not in client.get(page_of(ana)).text


@pytest.mark.parametrize("days", [30, 90])
def test_a_pause_ends_by_itself_or_by_hand(client, ana, days):
    page = do(client, ana, "pause", days=days)
    assert "We send nothing until" in page.text
    assert not Subscription.objects.mailable().exists()
    ana.refresh_from_db()
    assert timedelta(days - 1) < ana.paused_until - timezone.now() < timedelta(days + 1)
    Subscriber.objects.update(paused_until=timezone.now() - timedelta(seconds=1))
    assert Subscription.objects.mailable().exists()
    do(client, ana, "pause", days=days)
    do(client, ana, "pause", days=0)
    assert Subscription.objects.mailable().exists()
    assert list(Event.objects.filter(kind__in=["paused", "resumed"]).values_list("kind", flat=True)) == [
        "resumed",
        "paused",
        "paused",
    ]


def test_nonsense_days_pause_nothing(client, ana):
    for days in ("", "31", "-1", "9" * 30, "x"):
        do(client, ana, "pause", days=days)
    assert Subscription.objects.mailable().exists()


def test_name_and_language(client, ana):
    do(client, ana, "description", name="  Ana\n Reyes ", language="ko")
    ana.refresh_from_db()
    assert (ana.name, ana.language) == ("Ana Reyes", "ko")
    do(client, ana, "description", name="Ana", language="xx")
    ana.refresh_from_db()
    assert ana.name == "Ana Reyes"


def test_a_new_address_is_confirmed_there_and_told_to_the_old_one(client, mailbox, ana):
    old_page = page_of(ana)
    assert "written to the new address" in do(client, ana, "address", email="ana@new.example").text
    work()
    assert mailbox.last["To"] == "ana@new.example"
    (address,) = links(mailbox.last)
    client.get(address)
    ana.refresh_from_db()
    assert ana.email == EMAIL
    assert "ana@new.example" in client.post(address).text
    ana.refresh_from_db()
    assert (ana.email, ana.key) == ("ana@new.example", "ana@new.example")
    assert states("ana@new.example") == {"weekly": "active"}
    assert client.get(old_page).status_code == 410, "links to the old address open nothing any more"
    work()
    told = mailbox.last
    assert told["To"] == EMAIL and "ana@new.example" not in told.as_string()
    client.post(links(told)[0])
    ana.refresh_from_db()
    assert ana.email == EMAIL, "the old address can take it back"


def test_an_address_that_another_reader_has_is_not_taken(client, mailbox, ana):
    reader("bo@example.org")
    do(client, ana, "address", email="BO@example.org")
    work()
    assert client.post(links(mailbox.last)[0]).status_code == 409
    assert Subscriber.objects.count() == 2


def test_a_wrong_new_address_is_an_error_at_its_field(client, ana):
    page = do(client, ana, "address", email="bo@example")
    assert 'id="error-email"' in page.text and 'value="bo@example"' in page.text


def test_data_and_erasure_need_a_fresh_link_which_a_forwarded_mail_does_not_hold(client, mailbox, ana):
    preferences = tokens.make(tokens.PREFERENCES, ana.pk, ana.version)
    for what in ("data", "erase"):
        assert client.post(f"/preferences/{what}/{preferences}/").status_code == 404
        assert "fresh link" in do(client, ana, what).text
    assert Subscriber.objects.exists()
    work()
    assert [mail["To"] for mail in mailbox.mails] == [EMAIL, EMAIL]


def test_my_data_are_a_file_with_everything(client, mailbox, ana):
    do(client, ana, "data")
    work()
    (address,) = links(mailbox.last)
    assert "application/json" not in client.get(address).headers["Content-Type"]
    response = client.post(address)
    data = json.loads(response.content)
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert data["email"] == EMAIL and data["subscriptions"][0]["state"] == "active"
    assert [event["what"] for event in data["history"]] == ["signed_up", "confirmed", "mail", "exported"]


def test_erasing_leaves_a_keyed_hash_and_nothing_else(client, mailbox, ana):
    do(client, ana, "erase")
    work()
    (address,) = links(mailbox.last)
    client.get(address)
    assert Subscriber.objects.exists()
    assert "You have been erased" in client.post(address).text
    assert not Subscriber.objects.exists() and not Event.objects.exists()
    suppression = Suppression.objects.get()
    assert suppression.reason == "erased" and EMAIL not in str(vars(suppression))
    assert client.post(address).status_code == 410


def test_after_erasing_signing_up_again_is_a_free_choice(client, mailbox, ana):
    from subscriptions.erasing import erase

    erase(ana)
    sign_up_by_form(client)
    work()
    pk = Subscription.objects.get().mailing_list_id
    client.post(links(mailbox.last)[0], {"lists": [pk]})
    assert states() == {"weekly": "active"}
    assert not Suppression.objects.exists()


def test_fresh_links_expire(client, ana, monkeypatch):
    tokens_made = {what: tokens.make(what, ana.pk, ana.version) for what in (tokens.DATA, tokens.ERASE)}
    now = timezone.now().timestamp()
    monkeypatch.setattr("time.time", lambda: now + 3 * 3600)
    for what, token in tokens_made.items():
        assert client.post(f"/preferences/{what}/{token}/").status_code == 410


def test_a_lost_link_is_sent_again_and_the_page_does_not_tell_who_is_known(client, mailbox, ana):
    pages = [
        client.post("/preferences/", {"email": email}).text.replace(email, "?")
        for email in (EMAIL, "nobody@example.org")
    ]
    assert pages[0] == pages[1]
    work()
    (mail,) = mailbox.mails
    assert client.get(links(mail)[0]).status_code == 200


def test_links_are_sent_three_times_a_day_at_most(client, mailbox, ana):
    for _time in range(5):
        do(client, ana, "data")
        work()
    assert len(mailbox.mails) == 3
