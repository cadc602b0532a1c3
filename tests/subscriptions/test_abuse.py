"""The form cannot be used to bomb anybody, nor to learn who is on a list."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone

from subscriptions import limits, tasks, tokens
from subscriptions.adding import stop
from subscriptions.evidence import Evidence
from subscriptions.models import Event, Limit, Subscriber, Subscription, Suppression
from subscriptions.views import guards
from tests import factories as make
from tests.subscriptions.mailbox import links, work
from tests.subscriptions.people import EMAIL, form, mailing_list, reader, sign_up_by_form, states

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def weekly():
    return mailing_list()


def later(**span) -> None:
    """Let time pass for limits and sign-ups."""
    Limit.objects.update(free_at=F("free_at") - timedelta(**span))
    Subscription.objects.update(since=F("since") - timedelta(**span))


def test_what_falls_into_the_trap_gets_the_usual_answer_and_does_nothing(client):
    page = sign_up_by_form(client, website="https://spam.example")
    assert "Look into your mailbox" in page.text
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("token", ["", "nonsense", tokens.EMBED, None])
def test_a_form_without_our_mark_or_too_quick_asks_for_one_more_press(client, token):
    if token is None:
        token = guards.form_token()
    page = client.post("/subscribe/", {**form(), "form": token})
    assert "press the button once more" in page.text and EMAIL in page.text
    assert not Subscriber.objects.exists()


def test_a_form_on_a_page_kept_for_months_works(client):
    client.post("/subscribe/", {**form(), "form": guards.form_token(time.time() - 90 * 86400)})
    assert Subscriber.objects.exists()


def test_forms_of_other_sites_are_refused_unless_an_editor_allows_them(client, weekly):
    foreign = {"origin": "https://blog.example", "sec-fetch-site": "cross-site"}
    embedded = {**form(), "form": tokens.make(tokens.EMBED, "weekly")}
    for data in (form(), embedded):
        assert client.post("/subscribe/", data, headers=foreign).status_code == 403
    weekly.allowed_origins = "https://blog.example"
    weekly.save()
    assert client.post("/subscribe/", form(), headers=foreign).status_code == 403, (
        "without the mark of its form"
    )
    mailing_list("monthly")
    assert (
        "does not take" in client.post("/subscribe/", {**embedded, "lists": "monthly"}, headers=foreign).text
    )
    assert client.post("/subscribe/", embedded, headers=foreign).status_code == 200
    assert states() == {"weekly": "pending"}
    assert Event.objects.get().detail["place"] == "https://blog.example"


def test_own_forms_are_told_by_what_the_browser_says(client):
    own = [
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"origin": "http://testserver"},
        {},
    ]
    for number, headers in enumerate(own):
        client.post("/subscribe/", form(f"r{number}@example.org"), headers=headers)
    assert Subscriber.objects.count() == 3
    for headers in ({"sec-fetch-site": "same-site", "origin": "http://a.testserver"}, {"origin": "null"}):
        assert client.post("/subscribe/", form("x@example.org"), headers=headers).status_code == 403


def test_a_network_has_so_many_sign_ups_an_hour(client, settings):
    settings.SIGNUPS_PER_IP = 10
    for number in range(10):
        assert sign_up_by_form(client, f"r{number}@d{number}.example").status_code == 200
    page = sign_up_by_form(client, "one@more.example")
    assert page.status_code == 429 and "one@more.example" in page.text and "try again" in page.text
    assert Subscriber.objects.count() == 10
    later(minutes=7)
    assert sign_up_by_form(client, "one@more.example").status_code == 200


def test_an_ipv6_network_is_its_first_half():
    assert (
        limits.network("2001:db8:1:2:3::9") == limits.network("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    )
    assert limits.network("2001:db8:1:3::9") != limits.network("2001:db8:1:2::9")
    assert limits.network("::ffff:198.51.100.7") == "198.51.100.7"
    assert limits.network(None) == "unknown"


def test_a_domain_has_its_own_limit(client, settings):
    settings.SIGNUPS_PER_DOMAIN, settings.SIGNUPS_PER_IP = 2, 100
    answers = [sign_up_by_form(client, f"r{number}@small.example").status_code for number in range(3)]
    assert answers == [200, 200, 429]
    assert sign_up_by_form(client, "r@other.example").status_code == 200


def test_everybody_together_has_a_limit_and_reaching_it_rings_once(client, settings, mailbox, caplog):
    settings.SIGNUPS_PER_HOUR = 2
    admin = make.administrator()
    admin.email = "root@example.org"
    admin.save()
    answers = [sign_up_by_form(client, f"r{number}@example.org").status_code for number in range(5)]
    assert answers == [200, 200, 429, 429, 429]
    work()
    alarms = [mail for mail in mailbox.mails if mail["To"] == "root@example.org"]
    assert [mail["Subject"] for mail in alarms] == ["Very many sign-ups"]
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1


def test_a_refusal_uses_nothing_up(client, settings):
    settings.SIGNUPS_PER_DOMAIN = 1
    sign_up_by_form(client, "a@small.example")
    for _time in range(20):
        sign_up_by_form(client, "b@small.example")
    assert sign_up_by_form(client, "c@other.example").status_code == 200


def test_an_address_gets_one_mail_a_day_and_three_a_month(client, mailbox, settings):
    settings.SIGNUPS_PER_IP = 1000
    counts = []
    for _day in range(8):
        for _time in range(3):
            sign_up_by_form(client)
            work()
        counts.append(len(mailbox.mails))
        later(days=1)
    assert counts[:4] == [1, 2, 3, 3]
    assert counts[-1] == 3


def test_answering_makes_the_count_begin_anew(client, mailbox, settings, weekly):
    settings.SIGNUPS_PER_IP = 1000
    for _day in range(3):
        sign_up_by_form(client)
        work()
        later(days=1)
    client.post(links(mailbox.last)[0], {"lists": [weekly.pk]})
    sign_up_by_form(client)
    work()
    assert mailbox.subjects()[-1] == "You are already on the list"


def test_one_reminder_after_a_day_and_then_the_sign_up_is_forgotten(client, mailbox):
    sign_up_by_form(client)
    work()
    tasks.remind(0)
    assert work() == 0, "not yet"
    later(days=1, minutes=1)
    tasks.remind(0)
    work()
    assert mailbox.subjects() == ["Please confirm: The Weekly", "Still waiting for you: The Weekly"]
    later(days=2)
    tasks.remind(0)
    assert work() == 0, "only one"
    tasks.forget(0)
    assert Subscriber.objects.exists()
    later(days=5)
    tasks.forget(0)
    assert not Subscriber.objects.exists() and not Event.objects.exists()
    page = client.get(links(mailbox.last)[0])
    assert page.status_code == 410 and "expired" in page.text


def test_who_confirmed_something_else_is_kept_when_a_sign_up_is_forgotten(client, weekly):
    reader(EMAIL, weekly)
    mailing_list("monthly")
    sign_up_by_form(client, EMAIL, "monthly")
    later(days=8)
    tasks.forget(0)
    assert states() == {"weekly": "active"}


def test_who_left_and_did_not_confirm_a_new_sign_up_has_left(client, weekly):
    ana = reader(EMAIL, weekly)
    client.post(f"/unsubscribe/{tokens.make(tokens.UNSUBSCRIBE, ana.pk, weekly.pk)}/")
    sign_up_by_form(client)
    later(days=8)
    tasks.forget(0)
    assert states() == {"weekly": "left"}


def test_disposable_mailboxes_are_refused_where_an_editor_says_so(client, weekly):
    assert sign_up_by_form(client, "a@mailinator.com").status_code == 200
    assert Subscriber.objects.count() == 1
    weekly.refuses_disposable = True
    weekly.save()
    page = sign_up_by_form(client, "b@eu.mailinator.com")
    assert "throws itself away" in page.text
    assert Subscriber.objects.count() == 1


@pytest.mark.parametrize("reason", ["complained", "manual"])
def test_a_silenced_address_gets_no_mail_and_the_page_does_not_tell(client, mailbox, weekly, reason):
    ana = reader(EMAIL, weekly)
    stop(ana, reason, Evidence())
    assert states() == {"weekly": "stopped"}
    page = sign_up_by_form(client)
    assert "Look into your mailbox" in page.text
    work()
    assert mailbox.mails == []
    confirm = f"/subscribe/confirm/{tokens.make(tokens.CONFIRM, ana.pk)}/"
    client.post(confirm, {"lists": [weekly.pk]})
    assert states() == {"weekly": "pending"}
    preferences = f"/preferences/{tokens.make(tokens.PREFERENCES, ana.pk, ana.version)}/"
    client.post(preferences, {"do": "lists", "lists": [weekly.pk]})
    assert states() == {"weekly": "pending"}


def test_an_address_that_bounced_can_be_confirmed_again(client, mailbox, weekly):
    stop(reader(EMAIL, weekly), "bounced", Evidence())
    sign_up_by_form(client)
    work()
    client.post(links(mailbox.last)[0], {"lists": [weekly.pk]})
    assert states() == {"weekly": "active"}
    assert not Suppression.objects.exists()


def test_ip_addresses_are_forgotten_after_a_time(client, settings):
    sign_up_by_form(client)
    settings.EVIDENCE_IP_DAYS = 180
    tasks.forget(0)
    assert Event.objects.get().ip == "127.0.0.1"
    settings.EVIDENCE_IP_DAYS = 0
    tasks.forget(0)
    event = Event.objects.get()
    assert (event.ip, event.user_agent) == (None, "") and event.wording


@pytest.mark.django_db(transaction=True)
def test_fifty_identical_sign_ups_at_once_make_one_reader_and_one_mail(mailbox, settings):
    settings.SIGNUPS_PER_IP = 1000
    gate, statuses = threading.Barrier(50), []

    def one() -> None:
        gate.wait()
        try:
            statuses.append(sign_up_by_form(Client()).status_code)
        except Exception as error:  # told below, instead of lost with its thread
            statuses.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 50
    assert (Subscriber.objects.count(), Subscription.objects.count()) == (1, 1)
    work()
    assert len(mailbox.mails) == 1
    assert timezone.now() - Event.objects.filter(kind="mail").get().at < timedelta(minutes=1)
