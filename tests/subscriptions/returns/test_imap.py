"""Bounces read from a mailbox: each counts once, whatever breaks, and the mailbox stays usable for people."""

from __future__ import annotations

import io
import logging
import ssl
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from subscriptions.models import Event, Return
from subscriptions.returns.imap import BadAddress, mailbox
from subscriptions.sending.identity import message_id
from subscriptions.tasks import read_mailbox
from tests.subscriptions.people import states
from tests.subscriptions.returns.imap_server import ImapServer
from tests.subscriptions.returns.test_returns import report
from tests.subscriptions.sending.mailings import frozen

pytestmark = pytest.mark.django_db
CERTIFICATES = Path(__file__).parents[1] / "sending" / "certificates"
DEAD, FULL = ("5.1.1", "550 5.1.1 user unknown"), ("5.2.2", "552 5.2.2 mailbox full")


@pytest.fixture
def server():
    server = ImapServer()
    yield server
    server.stop()


def bounces() -> list[bytes]:
    """What comes back of a mailing to three people: one is dead, one is full, one is away."""
    mailing = frozen("ana@example.org", "ben@example.org", "chae@example.org")
    mailing.deliveries.update(state="sent")
    ana, ben, chae = mailing.deliveries.order_by("pk")
    head = f"From: Chae <chae@example.org>\nSubject: Out of office\nReferences: {message_id(chae.pk)}\n"
    return [report(ana, *DEAD), report(ben, *FULL), f"{head}\nBack on Monday.\n".encode()]


def process(url: str = "") -> str:
    out = io.StringIO()
    try:
        call_command("process_bounces", *(["--imap", url] if url else ["--imap"]), stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error} ({error.returncode})"
    return out.getvalue().strip()


def test_it_works(server):
    server.add(*bounces())
    assert process(server.url) == "1 hard, 1 reply, 1 soft"
    assert states() == {"weekly": "stopped"} and states("ben@example.org") == {"weekly": "active"}
    assert all(one.flags == {"\\Seen", "NewsroomRead"} for one in server.kept)
    assert process(server.url) == "nothing new"


def test_what_somebody_has_looked_at_counts_all_the_same(server):
    server.add(*bounces())
    for one in server.kept:
        one.flags.add("\\Seen")
    assert process(server.url).startswith("1 hard, ")


def test_a_server_without_keywords(server):
    server.keywords = False
    server.add(*bounces())
    process(server.url)
    assert states() == {"weekly": "stopped"} and all(one.flags == {"\\Seen"} for one in server.kept)
    assert process(server.url) == "nothing new"


@pytest.mark.parametrize("command", ["UID STORE 1", "UID FETCH 2", "UID SEARCH", "LOGIN"])
def test_the_connection_breaks(server, command):
    """What was taken note of stays, the rest comes with the next visit, and nothing counts twice."""
    server.add(*bounces())
    server.breaks_at = lambda said: said.startswith(command)
    assert process(server.url).endswith(" (75)")
    assert states() == {"weekly": "stopped" if command in ("UID STORE 1", "UID FETCH 2") else "active"}

    server.breaks_at = lambda said: False
    process(server.url)
    assert states() == {"weekly": "stopped"}
    assert Event.objects.filter(kind="bounced").count() == 2  # ana's, and ben's
    assert Return.objects.count() == 2


def test_it_is_refused_without_telling_the_password(server):
    said = process(server.url.replace("dry%20bread", "stale"))
    assert "who are you?" in said and "(75)" in said and "stale" not in said
    assert "no such folder" in process(server.url.replace("INBOX", "Elsewhere"))


def test_every_five_minutes(server, settings, caplog):
    """As `BOUNCE_MAILBOX` says, with the password apart; what goes wrong is logged, and the next visit goes on."""
    read_mailbox.func(timestamp=0)  # unset: nothing happens
    settings.BOUNCE_MAILBOX = server.url.replace(":dry%20bread", "")
    settings.BOUNCE_MAILBOX_PASSWORD = "dry bread"
    server.add(*bounces())
    server.breaks_at = lambda said: said.startswith("UID FETCH 2")
    with caplog.at_level(logging.ERROR):
        read_mailbox.func(timestamp=0)
    assert "BOUNCE_MAILBOX, after 1 messages" in caplog.text
    server.breaks_at = lambda said: False
    read_mailbox.func(timestamp=0)
    assert all("NewsroomRead" in one.flags for one in server.kept) and process() == "nothing new"


@pytest.mark.parametrize(
    ("certificate", "said"), [("ours", "1 hard"), ("self-signed", "is not valid: self-signed")]
)
def test_tls(monkeypatch, certificate, said):
    """The password goes nowhere that nobody vouches for."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
    server = ImapServer(tls=context)
    server.add(*bounces())
    try:
        assert said in process(server.url)
    finally:
        server.stop()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "smtp://us:secret@mail",
        "imaps://mail/INBOX",
        "imaps://us:secret/@mail",
        "imap://us:secret@mail/INBOX",
    ],
)
def test_an_address_that_cannot_be_meant(url):
    with pytest.raises(BadAddress) as refused:
        mailbox(url)
    assert "secret" not in str(refused.value)
