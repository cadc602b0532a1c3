"""The production web server refuses what would be dangerous."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from newsroom import children
from newsroom.management.commands.serve import HEADER_SECONDS, STOP_SECONDS
from tests import web_server

GOOD = "correct-horse-battery-staple-0123456789-correct-horse"


@pytest.mark.parametrize(
    ("secret", "words"),
    [
        ("", "SECRET_KEY is unset"),
        ("short", "SECRET_KEY is too weak"),
        ("x" * 60, "SECRET_KEY is too weak"),
        (f"django-insecure-{GOOD}", "SECRET_KEY is too weak"),
    ],
)
def test_a_missing_or_weak_secret_is_refused(monkeypatch, secret, words):
    monkeypatch.setenv("SECRET_KEY", secret)
    with pytest.raises(CommandError, match=words):
        call_command("serve")


def test_a_port_that_cannot_be_used_is_named(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", GOOD)
    with pytest.raises(CommandError, match=r"Port 80 of 203\.0\.113\.1 cannot be used"):
        call_command("serve", host="203.0.113.1", port=80)


@pytest.mark.django_db(transaction=True)
def test_requests_that_never_come_to_an_end_do_not_hold_the_server(capfd):
    with web_server.running(DATABASE_URL=web_server.database_url(), SECRET_KEY=GOOD) as port:
        halves = [socket.create_connection(("127.0.0.1", port)) for _n in range(4)]
        for half in halves:
            half.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        began = time.monotonic()
    assert time.monotonic() - began < HEADER_SECONDS + 3
    assert "Killing" not in capfd.readouterr().err
    for half in halves:
        half.close()


@pytest.mark.django_db(transaction=True)
def test_workers_that_are_still_loading_the_site_stop_at_once(capfd):
    process, _port = web_server.started(DATABASE_URL=web_server.database_url(), SECRET_KEY=GOOD)
    try:
        workers = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while not workers.read_text():
            assert process.poll() is None
            time.sleep(0.005)
        process.terminate()
        began = time.monotonic()
        process.wait(HEADER_SECONDS)
    finally:
        process.kill()
        process.wait()
    assert time.monotonic() - began < HEADER_SECONDS
    assert "Killing" not in capfd.readouterr().err


def test_workers_have_time_to_stop_before_anybody_kills_them():
    assert HEADER_SECONDS < STOP_SECONDS < children.STOP_LIMIT
