"""Forms stand where people read: at the end of a piece, on the page of its series, at head and foot of every page."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from subscriptions.models import Subscriber
from tests import factories as make
from tests.briefings.admin.desk import Form
from tests.subscriptions.people import mailing_list, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def weekly():
    return mailing_list()


@pytest.fixture
def piece(weekly):
    series = make.series("Strait View", mailing_list=weekly, is_newsletter=True)
    return make.briefing("Yards return to profit", series=series, published_at=make.on(2024, 5, 6))


def forms(html: str) -> list[dict[str, str]]:
    """The fields of each sign-up form on a page."""
    found = re.findall(r'<form class="box"[^>]*action="/subscribe/"[^>]*>(.*?)</form>', html, re.DOTALL)
    fields = r'<(?:input|button)[^>]*?name="(\w+)"(?:[^>]*?value="([^"]*)")?'
    return [dict(re.findall(fields, form)) for form in found]


@pytest.mark.parametrize("address", ["/publications/2024/yards-return-to-profit/", "/series/strait-view/"])
def test_the_form_of_a_series_signs_up_for_its_list(client, piece, address):
    head, series, foot = forms(client.get(address).text)
    assert series["lists"] == "weekly" and "lists" not in head and "lists" not in foot
    answer = Client(enforce_csrf_checks=True).post(
        "/subscribe/", {**series, "email": "ana@example.org"}, headers={"sec-fetch-site": "same-origin"}
    )
    again = forms(client.get(address).text)[1]["form"]
    if "once more" in answer.text:  # the test was quicker than two seconds
        fields = Form(Client(), "/subscribe/", answer.text).fields
        assert fields["email"] == "ana@example.org" and fields["lists"] == "weekly"
    else:
        assert states("ana@example.org") == {"weekly": "pending"}
    assert again


def test_head_and_foot_of_every_page_ask_for_the_address_first(client, weekly):
    head, foot = forms(client.get("/").text)
    page = client.post("/subscribe/", {"email": "ana@example.org", "choose": "1"})
    assert head["choose"] == foot["choose"] == "1"
    assert "Now choose what you want to read" in page.text and 'value="ana@example.org"' in page.text
    assert not Subscriber.objects.exists()


def test_a_list_that_is_closed_or_private_has_no_form(client, piece, weekly):
    for visibility in ("closed", "private"):
        weekly.visibility = visibility
        weekly.save()
        assert len(forms(client.get("/publications/2024/yards-return-to-profit/").text)) == 2


def test_public_pages_with_forms_set_no_cookie_and_are_the_same_for_all(client, piece):
    pages = [Client().get("/publications/2024/yards-return-to-profit/") for _visitor in range(2)]
    assert not pages[0].cookies
    assert "public" in pages[0].headers["Cache-Control"]


def test_the_page_of_lists_shows_promise_cadence_language_and_the_latest(client, piece):
    page = client.get("/subscribe/").text
    for words in (
        "The Weekly",
        "What happened, once a week.",
        "Every week",
        "English",
        "Yards return to profit",
    ):
        assert words in page
    assert not client.get("/subscribe/").cookies
    mailing_list("monthly")
    assert re.search(r'value="monthly"[^>]*checked', client.get("/subscribe/?list=monthly").text)


def test_there_is_nothing_to_sign_up_for_yet(client):
    assert "There is nothing to sign up for yet" in client.get("/subscribe/").text
