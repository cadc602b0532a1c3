"""From the form to the list: sign-up, mail, confirmation; over real HTTP views and real SMTP."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, connection, transaction

from subscriptions.models import Event, Kind, MailingList, Subscriber, Subscription
from tests.subscriptions.mailbox import jobs, links, text, work
from tests.subscriptions.people import EMAIL, form, mailing_list, reader, sign_up_by_form, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def weekly() -> MailingList:
    return mailing_list()


def test_signing_up_takes_a_mail_and_a_click(client, mailbox, weekly):
    page = sign_up_by_form(client)
    assert page.status_code == 200 and "Look into your mailbox" in page.text and EMAIL in page.text
    assert states() == {"weekly": "pending"}
    assert work() == 1
    (mail,) = mailbox.mails
    assert mail["To"] == EMAIL and mail["Subject"] == "Please confirm: The Weekly"
    assert mail["Auto-Submitted"] == "auto-generated"
    (address,) = links(mail)
    assert address.startswith("/subscribe/confirm/")
    assert address in text(mail, "html")
    page = client.get(address)
    assert "Yes, send it to me" in page.text and states() == {"weekly": "pending"}
    page = client.post(address, {"lists": [weekly.pk]})
    assert "You are on the list" in page.text
    assert states() == {"weekly": "active"}
    assert list(Subscription.objects.mailable().values_list("subscriber__email", flat=True)) == [EMAIL]


def test_looking_at_the_link_changes_nothing_however_often(client, mailbox, weekly):
    sign_up_by_form(client)
    work()
    for method in (client.get, client.head):
        assert method(links(mailbox.last)[0]).status_code == 200
    assert states() == {"weekly": "pending"}


def test_the_evidence_is_kept_at_sign_up_and_at_confirmation(client, mailbox, weekly):
    headers = {"user-agent": "Firefox/140", "x-forwarded-for": "203.0.113.9"}
    client.post("/subscribe/", form(), headers=headers, REMOTE_ADDR="198.51.100.7")
    work()
    client.post(links(mailbox.last)[0], {"lists": [weekly.pk]}, headers=headers, REMOTE_ADDR="2001:db8::5")
    signed, confirmed = Event.objects.filter(kind__in=["signed_up", "confirmed"]).order_by("pk")
    assert (signed.ip, signed.user_agent, signed.language) == ("198.51.100.7", "Firefox/140", "en")
    assert confirmed.ip == "2001:db8::5"
    assert "The Weekly" in signed.wording.text and signed.wording == confirmed.wording
    assert Subscription.objects.get().consent == confirmed


def test_behind_proxies_the_visitor_is_whom_the_outermost_saw(client, weekly, settings):
    settings.PROXIES = 1
    client.post("/subscribe/", form(), headers={"x-forwarded-for": "203.0.113.66, 198.51.100.7"})
    assert Event.objects.get().ip == "198.51.100.7"


def test_the_mail_says_nothing_that_was_typed(client, mailbox, weekly):
    sign_up_by_form(client, name="Win a prize http://spam.example")
    work()
    assert "spam.example" not in mailbox.last.as_string()
    assert "spam.example" not in text(mailbox.last, "html")


def test_the_mail_is_in_the_readers_language(client, mailbox, weekly):
    MailingList.objects.update(names={"ko": "주간 소식"})
    sign_up_by_form(client, language="ko")
    work()
    assert mailbox.last["Subject"] == "구독을 확인해 주세요: 주간 소식"
    assert '<html lang="ko">' in text(mailbox.last, "html")


def test_several_lists_take_one_mail_and_can_be_confirmed_one_by_one(client, mailbox, weekly):
    monthly = mailing_list("monthly")
    sign_up_by_form(client, EMAIL, "weekly", "monthly")
    work()
    (mail,) = mailbox.mails
    assert mail["Subject"] == "Please confirm: The Monthly, The Weekly"
    client.post(links(mail)[0], {"lists": [monthly.pk]})
    assert states() == {"weekly": "pending", "monthly": "active"}
    client.post(links(mail)[0], {"lists": [weekly.pk]})
    assert states() == {"weekly": "active", "monthly": "active"}


def test_a_click_too_many_gets_a_kind_page(client, mailbox, weekly):
    sign_up_by_form(client)
    work()
    (address,) = links(mailbox.last)
    client.post(address, {"lists": [weekly.pk]})
    for page in (client.get(address), client.post(address, {"lists": [weekly.pk]})):
        assert page.status_code == 200 and "You have confirmed already" in page.text
        assert re.search(r'href="/preferences/[^"]{20,}"', page.text)
    assert Event.objects.filter(kind=Kind.CONFIRMED).count() == 1


@pytest.mark.parametrize("token", ["x", "WzFd.abc.def", "a" * 3000, "%00", "%ED%9E%A3", "WzFd"])
def test_a_broken_link_gets_a_kind_page(client, db, token):
    for view in ("subscribe/confirm", "preferences", "unsubscribe", "preferences/data", "preferences/erase"):
        for method in (client.get, client.post):
            page = method(f"/{view}/{token}/")
            assert page.status_code == 404 and "not whole" in page.text, view


def test_somebody_who_is_on_the_list_is_told_so_by_mail_and_the_page_does_not_tell(client, mailbox, weekly):
    new = sign_up_by_form(client, "bo@example.org").text.replace("bo@example.org", EMAIL)
    reader(EMAIL, weekly)
    known = sign_up_by_form(client).text
    assert known == new
    work()
    mail = next(mail for mail in mailbox.mails if mail["To"] == EMAIL)
    assert mail["Subject"] == "You are already on the list"
    assert client.get(links(mail)[0]).status_code == 200
    assert states() == {"weekly": "active"}


def test_a_stranger_changes_nothing_of_a_known_reader(client, mailbox, weekly):
    reader(EMAIL, weekly, name="Ana", language="ko")
    before = Event.objects.count()
    sign_up_by_form(client, name="Mallory", language="en")
    subscriber = Subscriber.objects.get()
    assert (subscriber.name, subscriber.language) == ("Ana", "ko")
    assert Event.objects.count() == before


def test_letter_case_makes_no_second_person(client, weekly):
    sign_up_by_form(client, "Ana@Example.ORG")
    sign_up_by_form(client, "aNA@example.org")
    assert [one.email for one in Subscriber.objects.all()] == ["Ana@example.org"]


def test_an_international_domain_is_one_and_the_same_in_both_writings(client, mailbox, weekly):
    sign_up_by_form(client, "ana@한국.kr")
    sign_up_by_form(client, "ana@xn--3e0b707e.kr")
    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.key) == ("ana@한국.kr", "ana@xn--3e0b707e.kr")
    work()
    assert mailbox.last["X-Envelope-To"] == "ana@xn--3e0b707e.kr"


def test_a_private_list_is_not_shown_but_can_be_signed_up_for(client, weekly):
    mailing_list("members", visibility="private")
    assert "The Members" not in client.get("/subscribe/").text
    assert "The Members" in client.get("/subscribe/?list=members").text
    sign_up_by_form(client, EMAIL, "members")
    assert states() == {"members": "pending"}


def test_a_closed_list_takes_nobody(client, weekly):
    mailing_list("closed", visibility="closed")
    assert "The Closed" not in client.get("/subscribe/?list=closed").text
    page = sign_up_by_form(client, EMAIL, "closed")
    assert "does not take new readers" in page.text
    assert not Subscriber.objects.exists()


def test_an_error_names_the_field_and_keeps_what_was_typed(client, weekly):
    page = sign_up_by_form(client, "ana at example", name="Ana <b>Reyes</b>").text
    assert "has an @ in it" in page
    assert 'value="ana at example"' in page and "Ana &lt;b&gt;Reyes&lt;/b&gt;" in page
    assert re.search(r'<input[^>]*name="lists" value="weekly"[^>]*checked', page)
    assert 'aria-describedby="error-email"' in page and 'id="error-email"' in page
    assert "<title>Error" in page
    assert not Subscriber.objects.exists()


def test_no_list_chosen_is_an_error(client, weekly):
    mailing_list("monthly")
    page = client.post("/subscribe/", {**form(), "lists": []}).text
    assert "Choose at least one list" in page and 'id="error-lists"' in page


def test_mail_that_cannot_be_sent_is_sent_later_and_uses_nothing_up(client, mailbox, weekly):
    sign_up_by_form(client)
    mailbox.refusing = "451 Try again later"
    with pytest.raises(Exception, match="451"), transaction.atomic():
        work()
    mailbox.refusing = ""
    assert work() == 1
    assert len(mailbox.mails) == 1
    assert Event.objects.filter(kind=Kind.MAIL).count() == 1


def test_two_runs_of_the_job_send_one_mail(client, mailbox, weekly):
    sign_up_by_form(client)
    work()
    sign_up_by_form(client)
    assert len(jobs("subscriptions.answer_sign_up")) == 1
    work()
    assert len(mailbox.mails) == 1


def test_a_welcome_mail_comes_once_and_has_the_headers_of_a_list(client, mailbox):
    weekly = mailing_list(sends_welcome=True, welcome_text="Good to have you.", sender_name="Desk & Co")
    sign_up_by_form(client)
    work()
    client.post(links(mailbox.last)[0], {"lists": [weekly.pk]})
    work()
    mail = mailbox.last
    assert mail["Subject"] == "Welcome to The Weekly" and "Good to have you." in text(mail)
    assert mail["From"].startswith('"Desk & Co"') or mail["From"].startswith("Desk & Co")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "<weekly.127.0.0.1>"
    whole = re.search(rb"^List-Unsubscribe: <(http\S+/unsubscribe/[\w.-]+/)>\r$", mail.raw, re.MULTILINE)
    assert whole, "neither folded nor encoded: mail programs look for it as it is"
    page = client.post(
        whole[1].decode().removeprefix("http://127.0.0.1:8000"), {"List-Unsubscribe": "One-Click"}
    )
    assert page.status_code == 200 and states() == {"weekly": "left"}


def test_the_database_keeps_history_from_being_changed(client, weekly):
    reader(EMAIL, weekly)
    for change in ("UPDATE subscriptions_event SET kind = 'left'", "DELETE FROM subscriptions_event"):
        with (
            pytest.raises(IntegrityError, match="only ever added to"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_the_database_refuses_to_mail_without_consent_of_that_person_to_that_list(client, weekly):
    monthly = mailing_list("monthly")
    ana, bo = reader(EMAIL, weekly), reader("bo@example.org", weekly)
    theirs = Subscription.objects.get(subscriber=bo).consent_id
    other = Subscription.objects.get(subscriber=ana).consent_id
    signed_up = Event.objects.filter(subscriber=ana, kind="signed_up").first().pk
    rows = [
        {"mailing_list": monthly, "state": "active"},
        {"mailing_list": monthly, "state": "active", "basis": "confirmed"},
        {"mailing_list": monthly, "state": "active", "basis": "confirmed", "consent_id": theirs},
        {"mailing_list": monthly, "state": "active", "basis": "confirmed", "consent_id": other},
        {"mailing_list": monthly, "state": "active", "basis": "signed_up", "consent_id": signed_up},
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            Subscription.objects.create(subscriber=ana, **row)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_button_alone_confirms_everything_and_ticking_nothing_confirms_nothing(client, mailbox, weekly):
    mailing_list("monthly")
    sign_up_by_form(client, EMAIL, "weekly", "monthly")
    work()
    (address,) = links(mailbox.last)
    assert 'name="choosing"' in client.get(address).text
    client.post(address, {"choosing": "1"})
    assert states() == {"weekly": "pending", "monthly": "pending"}
    client.post(address)
    assert states() == {"weekly": "active", "monthly": "active"}
