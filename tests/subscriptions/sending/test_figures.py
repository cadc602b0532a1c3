"""How a mailing went, in charts and tables; single deliveries found, fetched as a file, and in a reader's own data."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client

from subscriptions import erasing, exporting
from subscriptions.models import Delivery, Mailing, Subscriber
from subscriptions.sending import identity
from tests.subscriptions.people import reader
from tests.subscriptions.sending.mailings import frozen
from tests.subscriptions.sending.test_desk import address, at_desk

pytestmark = pytest.mark.django_db
DELIVERIES = "/admin/subscriptions/delivery/"
PEOPLE = [f"{name}@example.{end}" for end in ("org", "net") for name in ("ana", "ben", "chae", "dan")]


@pytest.fixture
def mailing() -> Mailing:
    """Six through over ten minutes, one refused by each domain, of the rest one came back."""
    made = frozen(*PEOPLE)
    for number, one in enumerate(made.deliveries.order_by("pk")):
        at = made.created_at + timedelta(minutes=number)
        made.deliveries.filter(pk=one.pk).update(state="sent", code="250 2.0.0", reason="250 2.0.0 ok", at=at)
    for email in ("ana@example.org", "ana@example.net"):
        play(made, email, state="failed", code="550 5.1.1", reason=f"550 5.1.1 <{email}> is unknown")
    play(made, "ben@example.org", returned="soft", code="5.2.2", reason="5.2.2 mailbox full")
    return made


def play(mailing: Mailing, email: str, **fields) -> None:
    mailing.deliveries.filter(subscriber__email=email).update(**fields)


def cells(html: str) -> list[str]:
    return [
        " ".join(re.sub(r"<[^>]+>", " ", cell).split())
        for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", html)
    ]


def test_charts_of_a_mailing(mailing):
    page = at_desk().get(address(mailing)).content.decode()
    course = page[page.index('class="chart course"') :].partition("</section>")[0]
    assert (
        len(re.findall(r'<rect class="sent"', course)) == 6
        and len(re.findall(r'<rect class="failed"', course)) == 2
    )
    assert "<title" in course and "sent 6, refused 2" in course and "As a table" in course
    assert "sent: 6" in course and "refused: 2" in course
    assert "style=" not in course and "<script" not in course

    met = cells(page[page.index("troubles-heading") :].partition("</section>")[0])
    at = met.index("example.org")
    assert met[at : at + 5] == ["example.org", "", "1", "0", "1"]  # refused, for good, for now
    at = met.index("mailbox (full, closed)")
    assert met[at : at + 5] == ["mailbox (full, closed)", "", "0", "0", "1"]
    assert met[met.index("address") + 2] == "2"
    assert "550 5.1.1 <…@example.org> is unknown" in page.replace("&lt;", "<").replace("&gt;", ">")
    assert f"{DELIVERIES}?mailing__id__exact={mailing.pk}&amp;domain=example.net" in page


def test_a_mailing_that_was_through_at_once_has_no_chart_of_its_course():
    made = frozen(*PEOPLE[:2])
    made.deliveries.update(state="sent", at=made.created_at)
    page = at_desk().get(address(made)).content.decode()
    assert 'class="chart course"' not in page and "troubles-heading" not in page


def test_what_is_tried_for_days_does_not_press_the_rest_together(mailing):
    late = [f"r{n}@example.org" for n in range(60)]
    other = frozen(*late, key="late")
    other.deliveries.update(state="sent")
    for number, one in enumerate(other.deliveries.order_by("pk")):
        other.deliveries.filter(pk=one.pk).update(at=other.created_at + timedelta(seconds=5 * number))
    other.deliveries.filter(subscriber__email=late[0]).update(at=other.created_at + timedelta(days=3))
    page = at_desk().get(address(other)).content.decode()
    course = page[page.index('class="chart course"') :].partition("</section>")[0]
    assert 20 < course.count('<rect class="sent"') <= 48 and "1 more came later." in course


def test_deliveries_are_found_by_state_and_address(mailing, django_assert_max_num_queries):
    desk, of_it = at_desk(), f"{DELIVERIES}?mailing__id__exact={mailing.pk}"
    with django_assert_max_num_queries(9):
        page = desk.get(of_it).content.decode()
    assert "Yards return to profit" in page and all(email in page for email in PEOPLE)

    def found(query: str) -> set[str]:
        page = desk.get(f"{of_it}&{query}").content.decode()
        return {email for email in PEOPLE if email in page.partition('id="result_list"')[2]}

    assert found("state__exact=failed") == {"ana@example.org", "ana@example.net"}
    assert found("returned__exact=soft") == {"ben@example.org"}
    assert found("q=ana%40example.n") == {"ana@example.net"}
    assert found("domain=example.net&state__exact=sent") == set(PEOPLE[5:])
    frozen("ana@example.org", key="another")
    assert desk.get(f"{of_it}&q=ana%40example.org").context["cl"].result_count == 1
    assert desk.get(f"{DELIVERIES}?q=ana%40example.org").context["cl"].result_count == 2


def test_an_address_that_a_server_repeats_is_not_shown_to_everybody(mailing):
    looks = at_desk("view_mailing", "view_delivery", "view_subscriber")
    ana = Subscriber.objects.get(email="ana@example.org")
    for place in (address(mailing), DELIVERIES, f"/admin/subscriptions/subscriber/{ana.pk}/change/"):
        page = looks.get(place).content.decode()
        assert "…@example.org" in page and "ana@example" not in page, place
    assert looks.get(f"{DELIVERIES}?q=ana%40").context["cl"].result_count == 8  # nothing is looked for


def test_fetched_as_a_file(mailing):
    play(mailing, "dan@example.org", state="failed", reason="=HYPERLINK(0)")
    erasing.erase(Subscriber.objects.get(email="chae@example.org"))
    fetch = f"{DELIVERIES}export/{mailing.pk}/"
    keeper = at_desk("view_mailing", "view_delivery", "see_addresses", "export_subscriber")
    answer = keeper.post(fetch)
    assert answer.streaming and "attachment" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["email"] for row in rows] == [
        email if email != "chae@example.org" else "" for email in PEOPLE
    ]
    ana, dan = rows[0], rows[3]
    assert (ana["state"], ana["code"]) == ("failed", "550 5.1.1") and "is unknown" in ana["answer"]
    assert ana["message_id"] == identity.message_id(mailing.deliveries.order_by("pk")[0].pk)
    assert dan["answer"] == "'=HYPERLINK(0)"
    assert "deliveries exported" in keeper.get(address(mailing)).content.decode()
    assert "Export as CSV" in keeper.get(f"{DELIVERIES}?mailing__id__exact={mailing.pk}").content.decode()


def test_who_may_fetch_it(mailing):
    fetch = f"{DELIVERIES}export/{mailing.pk}/"
    assert Client().post(fetch).status_code == 302
    for rights in (
        ("view_delivery", "see_addresses"),
        ("view_delivery", "export_subscriber"),
        ("see_addresses", "export_subscriber"),
    ):
        client = at_desk(*rights)
        assert client.post(fetch).status_code == 403, rights
        assert (
            "Export as CSV"
            not in client.get(f"{DELIVERIES}?mailing__id__exact={mailing.pk}").content.decode()
        )
    assert at_desk("view_delivery", "see_addresses", "export_subscriber").get(fetch).status_code == 403
    assert not mailing.events.exists()


def test_a_readers_own_page_and_data_tell_of_them(mailing):
    ana = Subscriber.objects.get(email="ana@example.org")
    page = at_desk().get(f"/admin/subscriptions/subscriber/{ana.pk}/change/").content.decode()
    assert "Yards return to profit" in page and "is unknown" in page
    (told,) = exporting.of_one(ana)["mailings"]
    assert (
        told["subject"] == "Yards return to profit"
        and told["state"] == "failed"
        and "is unknown" in told["answer"]
    )


def test_erasing_leaves_numbers_and_no_address(mailing, django_assert_max_num_queries):
    lone = reader("wren@reyes.example", mailing.mailing_list)
    Delivery.objects.create(
        mailing=mailing, subscriber=lone, domain="reyes.example", language="en", state="failed", code="550 5.7.1",
        reason="550 5.7.1 wren may not",
    )  # fmt: skip
    for email in ("ana@example.org", "wren@reyes.example"):
        erasing.erase(Subscriber.objects.get(email=email))
    erased = (
        mailing.deliveries.filter(subscriber=None)
        .order_by("pk")
        .values_list("domain", "state", "code", "reason")
    )
    assert list(erased) == [("example.org", "failed", "550 5.1.1", ""), ("", "failed", "550 5.7.1", "")]
    page = at_desk().get(address(mailing)).content.decode()
    assert "reyes" not in page and "wren" not in page
    met = cells(page[page.index("troubles-heading") :].partition("</section>")[0])
    assert met[met.index("policy, spam protection") + 2] == "1" and met[met.index("address") + 2] == "2"
