"""The visitor chooses the interface language; the cookie is all that remembers it."""

from __future__ import annotations

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


def choose(client, language: str, back: str = "/publications/?kind=paper"):
    return client.post("/language/", {"language": language, "next": back})


def test_the_choice_lasts_and_leads_back(client):
    answer = choose(client, "ko")
    assert answer.status_code == 302 and answer.url == "/publications/?kind=paper"
    assert '<html lang="ko">' in client.get("/").content.decode()
    cookie = answer.cookies["language"]
    assert cookie["max-age"] > 300 * 24 * 3600 and cookie["samesite"] == "Lax" and cookie["httponly"]


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example", ""]
)
def test_it_never_leads_to_another_site(client, back):
    assert choose(client, "ko", back).url == "/"


@pytest.mark.parametrize("language", ["", "xx", "../../etc", "ko; path=/admin"])
def test_other_languages_are_refused(client, language):
    answer = choose(client, language)
    assert answer.status_code == 400 and not answer.cookies


def test_reading_it_changes_nothing(client):
    assert client.get("/language/?language=ko").status_code == 405


def test_a_form_from_elsewhere_needs_no_token(client):
    client.handler.enforce_csrf_checks = True
    assert choose(client, "ko").status_code == 302


def test_public_pages_set_no_cookie(client):
    make.briefing()
    for address in ("/", "/publications/", "/nowhere/"):
        assert not client.get(address).cookies


def test_the_browsers_language_counts_without_a_choice(client):
    assert (
        '<html lang="ko">' in client.get("/", headers={"accept-language": "ko-KR,ko;q=0.9"}).content.decode()
    )
    assert '<html lang="en">' in client.get("/", headers={"accept-language": "fr"}).content.decode()
