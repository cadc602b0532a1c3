"""The production web server refuses what would be dangerous."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

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
