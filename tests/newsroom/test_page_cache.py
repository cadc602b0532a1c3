"""Pages are kept in memory, and a publish shows at once in every web process."""

from __future__ import annotations

import time

import pytest

from briefings import publishing
from tests import factories as make
from tests import load, web_server


@pytest.fixture
def port(transactional_db):
    with web_server.running(DATABASE_URL=web_server.database_url()) as port:
        yield port


def until(true, seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


def ask_every_process(port: int, path: str) -> set[bytes]:
    return {load.ask(port, path)[2] for _ in range(12)}


def test_a_publish_a_correction_and_a_withdrawal_show_in_every_process(port):
    briefing = make.briefing("Yards return to profit", published_at=make.on(2024, 5, 6))
    path = "/publications/2024/yards-return-to-profit/"
    until(lambda: all(b"Yards return to profit" in body for body in ask_every_process(port, path)))
    briefing.title = "Yards lose again"
    briefing.save(update_fields=["title"])
    publishing.correct(briefing, note="The sign was wrong.")
    time.sleep(0.05)
    assert all(
        b"Yards lose again" in body and b"The sign was wrong" in body
        for body in ask_every_process(port, path)
    )
    publishing.unpublish(briefing)
    time.sleep(0.05)
    assert {load.ask(port, path)[0] for _ in range(12)} == {410}


def test_a_visitor_who_has_the_page_gets_304_until_it_changes(port):
    make.briefing("First")
    time.sleep(0.1)
    status, headers, _body = load.ask(port, "/publications/")
    assert status == 200
    assert "last-modified" in headers
    known = {"If-None-Match": headers["etag"]}
    status, _headers, body = load.ask(port, "/publications/", headers=known)
    assert (status, body) == (304, b"")
    make.briefing("Second")
    time.sleep(0.05)
    assert load.ask(port, "/publications/", headers=known)[0] == 200


def test_languages_and_compression_are_kept_apart(port):
    time.sleep(0.1)
    for _again in range(2):
        english = load.ask(port, "/", headers={"Accept-Language": "en"})
        korean = load.ask(port, "/", headers={"Accept-Language": "ko"})
        zipped = load.ask(port, "/", headers={"Accept-Language": "en", "Accept-Encoding": "gzip"})
        assert b'<html lang="en"' in english[2]
        assert b'<html lang="ko"' in korean[2]
        assert zipped[1].get("content-encoding") == "gzip"
