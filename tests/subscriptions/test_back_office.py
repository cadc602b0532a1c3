"""Editors look after lists and readers; who may see addresses, export and import is for permissions to say."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from subscriptions import tasks
from subscriptions.admin import searching
from subscriptions.models import Event, Import, MailingList, Subscriber, Subscription, Suppression
from tests import factories as make
from tests.subscriptions.mailbox import work
from tests.subscriptions.people import EMAIL, form, mailing_list, reader, sign_up_by_form, states

pytestmark = pytest.mark.django_db
ADMIN = "/admin/subscriptions"


@pytest.fixture
def weekly() -> MailingList:
    return mailing_list()


def at_desk(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk() -> Client:
    return at_desk(make.administrator())


def some_staff(*codenames: str) -> Client:
    user = make.editor("-".join(codenames)[:100])
    user.groups.clear()
    user.user_permissions.set(
        Permission.objects.filter(codename__in=codenames, content_type__app_label="subscriptions")
    )
    return at_desk(user)


def test_a_list_is_made_with_texts_in_both_languages(desk):
    assert desk.get(f"{ADMIN}/mailinglist/add/").status_code == 200
    fields = {
        "name": "The Weekly",
        "name_ko": "주간 소식",
        "promise": "Once a week.",
        "promise_ko": "매주 한 번.",
        "slug": "weekly",
        "cadence": "weekly",
        "language": "en",
        "visibility": "public",
        "position": "0",
    }
    assert desk.post(f"{ADMIN}/mailinglist/add/", fields).status_code == 302
    page = Client().get("/subscribe/", headers={"accept-language": "ko"}).text
    assert "주간 소식" in page and "매주 한 번." in page


def test_origins_are_checked(desk, weekly):
    fields = {"name": "W", "cadence": "weekly", "language": "en", "visibility": "public", "position": "0"}
    page = desk.post(
        f"{ADMIN}/mailinglist/{weekly.pk}/change/", {**fields, "allowed_origins": "blog.example/path"}
    )
    assert "is not like https://" in page.text


def test_the_form_for_another_site_works_there(desk, weekly):
    weekly.allowed_origins = "https://blog.example"
    weekly.save()
    page = desk.get(f"{ADMIN}/mailinglist/{weekly.pk}/change/").text
    token = re.search(r"name=&quot;form&quot; value=&quot;([^&]+)&quot;", page)[1]
    headers = {"origin": "https://blog.example", "sec-fetch-site": "cross-site"}
    sent = {"email": EMAIL, "lists": "weekly", "form": token}
    assert Client().post("/subscribe/", sent, headers=headers).status_code == 200
    assert states() == {"weekly": "pending"}


def test_numbers_are_those_of_the_list_behind_them(desk, weekly):
    for number in range(3):
        reader(f"r{number}@example.org", weekly)
    page = desk.get(f"{ADMIN}/mailinglist/").text
    link = re.search(r'href="([^"]+)">3</a>', page)[1].replace("&amp;", "&")
    assert desk.get(link).context["cl"].result_count == 3


def test_a_list_and_its_state_are_asked_of_one_subscription(desk, weekly):
    monthly = mailing_list("monthly")
    reader(EMAIL, monthly)
    sign_up_by_form(Client())
    found = desk.get(f"{ADMIN}/subscriber/?list={weekly.pk}&state=active").context["cl"].result_count
    assert found == 0
    assert desk.get(f"{ADMIN}/subscriber/?list={monthly.pk}&state=active").context["cl"].result_count == 1
    assert desk.get(f"{ADMIN}/subscriber/?list=x&state=x").status_code == 200


@pytest.mark.parametrize("words", ["ana@example.org", "ANA@Exam", "example ana", "na@", "an"])
def test_a_reader_is_found_by_any_part_of_the_address(desk, weekly, words):
    reader(EMAIL, weekly)
    reader("bo@other.example", weekly)
    page = desk.get(f"{ADMIN}/subscriber/", {"q": words})
    assert [one.email for one in page.context["cl"].queryset] == [EMAIL]


def test_signs_in_a_search_mean_themselves(desk, weekly):
    reader("a_b@example.org", weekly)
    reader("axb@example.org", weekly)
    found = searching.by_address(Subscriber.objects.all(), "a_b@")
    assert [one.email for one in found] == ["a_b@example.org"]
    assert not searching.by_address(Subscriber.objects.all(), "%@example")


def test_history_and_states_are_shown_in_words(desk, weekly):
    ana = reader(EMAIL, weekly)
    page = desk.get(f"{ADMIN}/subscriber/{ana.pk}/change/").text
    for words in ("signed up", "confirmed", "subscribed", "I want to get “The Weekly”"):
        assert words in page


def test_adding_by_hand_needs_a_reason_which_is_kept(desk, weekly):
    fields = {"email": EMAIL, "mailing_list": weekly.pk, "name": "Ana", "language": "en"}
    page = desk.post(f"{ADMIN}/subscriber/add/", {**fields, "reason": "  "})
    assert page.status_code == 200 and not Subscriber.objects.exists()
    page = desk.post(f"{ADMIN}/subscriber/add/", {**fields, "reason": "Letter of 3 May"})
    assert page.status_code == 302
    consent = Subscription.objects.get().consent
    assert (consent.kind, consent.detail["reason"], consent.by.username) == (
        "added",
        "Letter of 3 May",
        "ada",
    )
    assert states() == {"weekly": "active"}


def test_nobody_who_left_or_is_suppressed_is_added_by_hand(desk, weekly):
    ana = reader(EMAIL, weekly)
    desk.post(f"{ADMIN}/subscriber/", {"action": "take_off", "_selected_action": ana.pk})
    assert states() == {"weekly": "left"}
    fields = {"email": EMAIL, "mailing_list": weekly.pk, "language": "en", "reason": "Phone"}
    page = desk.post(f"{ADMIN}/subscriber/add/", fields, follow=True)
    assert "only they themselves can come back" in page.text
    desk.post(f"{ADMIN}/subscriber/", {"action": "suppress", "_selected_action": ana.pk})
    page = desk.post(f"{ADMIN}/subscriber/add/", fields, follow=True)
    assert "suppression list" in page.text
    assert states() == {"weekly": "left"}


def test_deleting_erases(desk, weekly):
    ana = reader(EMAIL, weekly)
    assert desk.get(f"{ADMIN}/subscriber/{ana.pk}/delete/").status_code == 200
    desk.post(f"{ADMIN}/subscriber/{ana.pk}/delete/", {"post": "yes"})
    assert not Subscriber.objects.exists() and not Event.objects.exists()
    assert Suppression.objects.get().reason == "erased"
    assert EMAIL not in desk.get("/admin/").text


def test_a_list_with_readers_cannot_be_deleted(desk, weekly):
    reader(EMAIL, weekly)
    desk.post(f"{ADMIN}/mailinglist/{weekly.pk}/delete/", {"post": "yes"})
    assert MailingList.objects.exists()


def test_without_the_right_to_see_addresses_they_are_masked_everywhere(weekly):
    ana = reader(EMAIL, weekly)
    desk = some_staff("view_subscriber", "view_mailinglist", "view_suppression")
    for address in (f"{ADMIN}/subscriber/", f"{ADMIN}/subscriber/{ana.pk}/change/"):
        page = desk.get(address).text
        assert EMAIL not in page and "a…@example.org" in page, address
    page = desk.get(f"{ADMIN}/subscriber/?q=zzz")
    assert page.context["cl"].result_count == 1, "nor can one search for them"
    assert desk.get(f"{ADMIN}/subscriber/add/").status_code == 403


def test_each_right_is_its_own(weekly):
    export, upload = f"{ADMIN}/mailinglist/{weekly.pk}/export/", f"{ADMIN}/import/add/"
    desk = some_staff("view_subscriber", "view_mailinglist", "see_addresses")
    assert desk.post(export).status_code == 403 and desk.get(upload).status_code == 403
    desk = some_staff("export_subscriber", "view_mailinglist")
    assert desk.post(export).status_code == 403, "not without seeing addresses"
    desk = some_staff("export_subscriber", "view_mailinglist", "see_addresses")
    assert desk.post(export).status_code == 200
    assert desk.get(export).status_code == 403, "looking changes and tells nothing"
    assert some_staff("import_subscriber", "see_addresses").get(upload).status_code == 200


def test_editors_keep_lists_but_do_not_take_addresses_out_of_the_house(weekly):
    ana = reader(EMAIL, weekly)
    desk = at_desk(make.editor())
    assert desk.get(f"{ADMIN}/mailinglist/{weekly.pk}/change/").status_code == 200
    assert EMAIL in desk.get(f"{ADMIN}/subscriber/").text
    assert desk.post(f"{ADMIN}/mailinglist/{weekly.pk}/export/").status_code == 403
    assert desk.post(f"{ADMIN}/subscriber/{ana.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_export_holds_the_evidence_and_no_formula(desk, weekly):
    reader(EMAIL, weekly, name="=SUM(A1)")
    reader("+bo@example.org", weekly, name="@handle")
    response = desk.post(f"{ADMIN}/mailinglist/{weekly.pk}/export/")
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["name"] for row in rows] == ["'=SUM(A1)", "'@handle"]
    assert rows[1]["email"] == "'+bo@example.org"
    assert rows[0]["basis"] == "confirmed" and rows[0]["consent_at"]
    assert "no-store" in response.headers["Cache-Control"]
    assert "exported as csv" in desk.get(f"{ADMIN}/mailinglist/{weekly.pk}/history/").text.lower()


def test_an_upload_shows_what_would_happen_before_it_does(desk, weekly):
    reader("known@example.org", weekly)
    content = b"email,name\nana@example.org,Ana\nknown@example.org,K\nnot an address,\n"
    fields = {"mailing_list": weekly.pk, "source": "Conference 2025"}
    page = desk.post(f"{ADMIN}/import/add/", {**fields, "file": io.BytesIO(content)}, follow=True)
    assert "Nothing has been stored yet" in page.text and "has an @ in it" in page.text
    assert Subscriber.objects.count() == 1
    upload = Import.objects.get()
    assert (upload.report["created"], upload.report["unchanged"], upload.report["rejected"]) == (1, 1, 1)
    for _time in range(2):
        page = desk.post(f"{ADMIN}/import/{upload.pk}/change/", {"_import": "1"}, follow=True)
    assert work() == 1
    upload.refresh_from_db()
    assert (upload.state, upload.content) == ("done", None)
    consent = Subscription.objects.get(subscriber__key=EMAIL).consent
    assert consent.detail["source"] == "Conference 2025" and consent.by.username == "ada"
    assert desk.get(f"{ADMIN}/import/{upload.pk}/change/").status_code == 200


def test_uploads_and_the_addresses_in_their_reports_are_forgotten_after_a_week(desk, weekly):
    content = io.BytesIO(b"email\nana@example.org\nwrong\n")
    desk.post(f"{ADMIN}/import/add/", {"mailing_list": weekly.pk, "file": content})
    tasks.forget(0)
    assert Import.objects.get().content
    Import.objects.update(at=timezone.now() - timedelta(days=8))
    tasks.forget(0)
    upload = Import.objects.get()
    assert upload.content is None and upload.report["created"] == 1
    assert "wrong" not in str(upload.report) and EMAIL not in str(upload.report)


def test_an_unusable_upload_is_an_error_at_its_field(desk, weekly):
    page = desk.post(f"{ADMIN}/import/add/", {"mailing_list": weekly.pk, "file": io.BytesIO(b"name\nAna\n")})
    assert "No column holds e-mail addresses" in page.text
    assert not Import.objects.exists()


def test_the_suppression_list_knows_an_address_only_when_it_is_typed_in(desk, weekly):
    reader(EMAIL, weekly)
    desk.post(f"{ADMIN}/suppression/add/", {"email": EMAIL, "note": "Letter of a lawyer"})
    assert states() == {"weekly": "stopped"}
    page = desk.get(f"{ADMIN}/suppression/").text
    assert "Letter of a lawyer" in page and EMAIL not in page
    for words, found in (("ANA@example.org", 1), ("ana", 0), ("bo@example.org", 0)):
        assert desk.get(f"{ADMIN}/suppression/", {"q": words}).context["cl"].result_count == found
    pk = Suppression.objects.get().pk
    desk.post(f"{ADMIN}/suppression/{pk}/delete/", {"post": "yes"})
    assert not Suppression.objects.exists()


def test_the_growth_chart_counts_weeks_and_keeps_counting_the_erased(desk, weekly):
    for number in range(3):
        reader(f"r{number}@example.org", weekly)
    sign_up_by_form(Client(), "never@example.org")
    page = desk.get(f"{ADMIN}/mailinglist/{weekly.pk}/change/").text
    before = re.findall(r"(sign-ups|confirmations|departures): (\d+)", page)
    assert before == [("sign-ups", "4"), ("confirmations", "3"), ("departures", "0")]
    assert page.count("<polyline") == 3 and "<script" not in page[page.index("<svg") : page.index("</svg")]
    Subscription.objects.update(since=timezone.now() - timedelta(days=9))
    tasks.forget(0)
    desk.post(f"{ADMIN}/subscriber/{Subscriber.objects.first().pk}/delete/", {"post": "yes"})
    assert Subscriber.objects.count() == 2
    page = desk.get(f"{ADMIN}/mailinglist/{weekly.pk}/change/").text
    assert re.findall(r"(sign-ups|confirmations|departures): (\d+)", page) == before


def test_what_people_type_is_shown_and_never_run(desk, weekly):
    evil = "<script>alert(1)</script>"
    Client().post("/subscribe/", form(name=evil), headers={"user-agent": evil})
    ana = Subscriber.objects.get()
    for address in (f"{ADMIN}/subscriber/", f"{ADMIN}/subscriber/{ana.pk}/change/"):
        assert evil not in desk.get(address).text
