"""Settings read from the environment say what is wrong with them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import environment
from newsroom.mail import mailers

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("Yes", True), ("", False), ("off", False)])
def test_flags(monkeypatch, value, expected):
    monkeypatch.setenv("DEBUG", value)
    assert environment.flag("DEBUG") is expected


@pytest.mark.parametrize(
    ("read", "value"), [(environment.flag, "perhaps"), (lambda n: environment.whole_number(n, 1), "-3")]
)
def test_nonsense_is_refused_by_name(monkeypatch, read, value):
    monkeypatch.setenv("SOME_SETTING", value)
    with pytest.raises(ImproperlyConfigured, match="SOME_SETTING"):
        read("SOME_SETTING")


def test_a_database_address_becomes_settings():
    found = environment.database("postgresql://ana:s%20cret@db.example.org:5433/news?sslmode=require")
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("news", "ana", "s cret")
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == (
        "db.example.org",
        "5433",
        {"connect_timeout": "10", "sslmode": "require"},
    )


def test_a_bad_database_address_is_refused_without_its_password():
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.database("postgresql://ana:secret@[db/news")
    assert "secret" not in str(refused.value)


def test_two_processes_agree_on_one_kept_secret(tmp_path):
    path = tmp_path / "data" / "secret_key"
    first = environment.kept_secret(path)
    assert environment.kept_secret(path) == first
    assert len(first) >= 50
    assert path.stat().st_mode & 0o077 == 0


def test_mail_goes_where_the_address_says(tmp_path):
    found = mailers("smtp://ana%40x:p%3Aw@mail.example.org/?tls=1", demo=False, data_dir=tmp_path)["default"]
    options = found["OPTIONS"]
    assert (options["host"], options["port"], options["use_tls"]) == ("mail.example.org", 587, True)
    assert (options["username"], options["password"]) == ("ana@x", "p:w")


@pytest.mark.parametrize("address", ["http://ana:secret@mail", "smtp://ana:secret/@mail", "smtp://:secret"])
def test_a_bad_mail_address_is_refused_without_its_password(tmp_path, address):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL") as refused:
        mailers(address, demo=False, data_dir=tmp_path)
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("mailgun://k%2Fey@mg.example.org", {"api_key": "k/ey", "sender_domain": "mg.example.org"}),
        (
            "mailgun://key@?api=https://api.eu.mailgun.net/v3",
            {"api_key": "key", "api_url": "https://api.eu.mailgun.net/v3"},
        ),
        ("postmark://token@?stream=news", {"server_token": "token", "message_stream": "news"}),
        ("mailjet://key:secret@", {"api_key": "key", "secret_key": "secret"}),
    ],
)
def test_mail_goes_by_a_provider(tmp_path, address, options):
    found = mailers(address, demo=False, data_dir=tmp_path)["default"]
    assert found["OPTIONS"].pop("send_defaults") == {"track_clicks": False, "track_opens": False}
    assert found["OPTIONS"] == options
    assert found["BACKEND"] == f"anymail.backends.{address.partition(':')[0]}.EmailBackend"


@pytest.mark.parametrize(
    "address", ["mailjet://secret@", "postmark://@secret", "mailgun://secret@x?apy=1", "sms://secret@"]
)
def test_a_provider_that_cannot_be_meant(tmp_path, address):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL") as refused:
        mailers(address, demo=False, data_dir=tmp_path)
    assert "secret@" not in str(refused.value)


def test_mail_goes_by_a_provider_of_ones_own(tmp_path):
    options = mailers("postal://key@postal.example.org:8443", demo=False, data_dir=tmp_path)["default"][
        "OPTIONS"
    ]
    assert options == {"api_key": "key", "api_url": "https://postal.example.org:8443"}


def test_tls_from_the_start(tmp_path):
    for address in ("smtps://mail.example.org", "smtp://mail.example.org/?ssl=1"):
        options = mailers(address, demo=False, data_dir=tmp_path)["default"]["OPTIONS"]
        assert (options["port"], options["use_ssl"], options["use_tls"]) == (465, True, False)


def test_every_variable_that_is_read_is_documented():
    read = re.compile(r"""(?:env\.(?:text|flag|words|rates|whole_number)|environ\.get)\(\s*"([A-Z_]+)\"""")
    sources = [
        *CHECKOUT.glob("newsroom/**/*.py"),
        *CHECKOUT.glob("briefings/**/*.py"),
        *CHECKOUT.glob("subscriptions/**/*.py"),
    ]
    used = {name for source in sources for name in read.findall(source.read_text())}
    inside = {"NEWSROOM_DEMO", "NEWSROOM_EMBEDDED_DATABASE", "NEWSROOM_FOLLOW_PARENT", "XDG_RUNTIME_DIR"}
    documented = set(
        re.findall(r"^\| `([A-Z_]+)`", (CHECKOUT / "docs" / "operations.md").read_text(), re.MULTILINE)
    )
    assert used - inside == documented
