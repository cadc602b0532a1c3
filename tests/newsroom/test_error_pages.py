"""What readers see when something is missing, gone, refused or broken."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from briefings import publishing
from briefings.models import Publication
from newsroom.views import errors
from tests import factories as make


@pytest.mark.django_db
def test_a_missing_page_offers_a_search_and_the_newest(client):
    make.briefing("Yards return to profit")
    answer = client.get("/publications/2024/the-price-of-rice/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Page not found" in page and "Yards return to profit" in page
    assert 'value="the price of rice"' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.django_db
def test_the_address_cannot_bring_markup(client):
    page = client.get("/%3Cscript%3Ealert(1)%3C/script%3E/").content.decode()
    assert "<script>alert" not in page


@pytest.mark.django_db
def test_what_was_withdrawn_is_gone(client):
    briefing = make.briefing()
    address = Publication.objects.get(pk=briefing.pk).get_absolute_url()
    publishing.unpublish(briefing)
    answer = client.get(address)
    assert answer.status_code == 410
    assert "has been withdrawn" in answer.content.decode()


@pytest.mark.django_db
def test_an_error_of_ours_asks_no_database(settings, monkeypatch):
    monkeypatch.setattr("newsroom.views.front.FrontPage.of", lambda places: 1 / 0)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()
    with CaptureQueriesContext(connection) as queries:
        assert errors.failed(RequestFactory().get("/")).status_code == 500
    assert len(queries) == 0


@pytest.mark.django_db
def test_a_form_without_its_secret_is_explained(settings):
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "ada"})
    assert answer.status_code == 403
    assert "keeps no cookies" in answer.content.decode()


@pytest.mark.django_db
def test_refusals_speak_the_visitors_language(client):
    assert '<html lang="ko">' in client.get("/nowhere/", headers={"accept-language": "ko"}).content.decode()


def test_a_request_that_cannot_be_trusted(settings):
    settings.ALLOWED_HOSTS = ["example.org"]
    answer = Client().get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "cannot be understood" in answer.content.decode() and "evil.example" not in answer.content.decode()
