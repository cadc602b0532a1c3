"""What `check_sending` tells the operator of each way out of the house, and of each way back."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from newsroom.mail import mailers
from tests.subscriptions.people import mailing_list
from tests.subscriptions.returns.imap_server import ImapServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(settings, tmp_path):
    """Its lines, by what they begin with; and whether something was missing."""

    def run(url: str, **more) -> tuple[str, bool]:
        settings.MAILERS = mailers(url, demo=False, data_dir=tmp_path)
        for name, value in more.items():
            setattr(settings, name, value)
        out = io.StringIO()
        try:
            call_command("check_sending", stdout=out)
        except SystemExit as ended:
            return out.getvalue(), bool(ended.code)
        return out.getvalue(), False

    settings.SITE_URL = "https://www.example.org"
    mailing_list(sender_address="weekly@example.org")
    return run


def test_by_a_mail_server(told):
    said, missing = told(
        "smtp://mail.example.org/?tls=1", BOUNCE_ADDRESS="bounces@example.org", DKIM_DOMAINS=["example.org"]
    )
    assert missing and "MISSING  the site's record has a postal address" in said
    for line in (
        "ok       EMAIL_URL names a mail server: mail.example.org",
        "ok       the way to it is encrypted",
        "note     mail for it has to be piped to process_bounces",
        "ok       lists can be left by mail: bounces+…@example.org",
        "ok       DKIM_DOMAINS says that mail of example.org is signed",
        "ok       BOUNCE_ADDRESS lies in example.org",
        '"v=spf1 a:mail.example.org -all"',
        "example.org.  MX  10 <the server that takes the mail for bounces@example.org>.",
    ):
        assert line in said, line
    said, _missing = told("smtp://mail.example.org", BOUNCE_ADDRESS="bounces@badexample.org")
    assert (
        "MISSING  the way to it is encrypted" in said
        and "MISSING  BOUNCE_ADDRESS lies in example.org" in said
    )


def test_by_a_provider(told):
    said, _missing = told("postmark://geheim@")
    assert "ok       EMAIL_URL names a provider: postmark" in said
    assert "MISSING  ANYMAIL_WEBHOOK_SECRET or ANYMAIL_SIGNING_KEY" in said
    assert "MISSING  lists can be left by mail: no address takes it" in said
    assert "BOUNCE_ADDRESS" not in said and "spf1" not in said
    said, _missing = told("postmark://geheim@", ANYMAIL_WEBHOOK_SECRET="us:verborgen")
    assert "ok       ANYMAIL_WEBHOOK_SECRET or" in said
    assert "https://<ANYMAIL_WEBHOOK_SECRET>@www.example.org/mail/webhooks/postmark/" in said
    assert "geheim" not in said and "verborgen" not in said


def test_whether_the_mailbox_can_be_read(told):
    server = ImapServer()
    server.add(b"Subject: one\n\n", b"Subject: two\n\n")
    more = {"BOUNCE_ADDRESS": "bounces@example.org", "BOUNCE_MAILBOX": server.url}
    try:
        said, _missing = told("smtp://localhost", **more)
        assert "ok       BOUNCE_MAILBOX can be read; 2 waiting" in said
        assert not any(one.flags for one in server.kept)  # looking changes nothing
        said, missing = told(
            "smtp://localhost", **{**more, "BOUNCE_MAILBOX": server.url.replace("dry", "wet")}
        )
        assert missing and "MISSING  BOUNCE_MAILBOX can be read: 127.0.0.1" in said and "who are you?" in said
    finally:
        server.stop()


def test_an_address_of_its_own_for_leaving(told):
    said, _missing = told("smtp://localhost", UNSUBSCRIBE_ADDRESS="leave@example.org")
    assert "ok       lists can be left by mail: leave+…@example.org" in said
    assert "note     what comes to UNSUBSCRIBE_ADDRESS has to be read" in said
