"""Encrypted ways to the mail server, and what is kept back where nobody vouches for it; addresses outside ASCII."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from newsroom.mail import mailers
from subscriptions.models import Delivery, Mailing, MailingState, Subscriber
from tests.subscriptions.sending.mailings import frozen, send, states
from tests.subscriptions.sending.receiver import Receiver

pytestmark = pytest.mark.django_db
CERTIFICATES = Path(__file__).parent / "certificates"
PEOPLE = ("ana@example.org", "ben@example.org")
HANGUL = "가나@example.org"


@pytest.fixture
def trusted(monkeypatch):
    """What an operator with an authority of their own sets."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))


@pytest.fixture
def server(tmp_path, settings):
    """A mail server with a certificate, reached as `EMAIL_URL` says."""
    started = []

    def start(certificate: str, url: str, *offers: str) -> Receiver:
        receiver = Receiver(offers=offers)
        receiver.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        receiver.tls.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
        started.append(receiver.start())
        settings.MAILERS = mailers(url.format(port=receiver.port), demo=False, data_dir=tmp_path)
        return receiver

    yield start
    for receiver in started:
        receiver.stop()


START, AT_ONCE = "smtp://127.0.0.1:{port}/?tls=1", "smtps://127.0.0.1:{port}"


@pytest.mark.parametrize("more", [(), ("PIPELINING",)], ids=["step by step", "pipelining"])
def test_starttls(server, trusted, more):
    receiver = server("ours", START, "STARTTLS", *more)
    mailing = frozen(*PEOPLE)
    send(connections=1)
    assert set(states(mailing).values()) == {"sent"} and len(receiver.taken) == 2
    assert receiver.commands.index("starttls") < receiver.commands.index("mail")
    assert (
        receiver.commands.count("ehlo") == 2
    )  # once more, encrypted: what was offered in the clear does not count


def test_tls_from_the_start(server, trusted):
    receiver = server("ours", AT_ONCE, "PIPELINING")
    mailing = frozen(*PEOPLE)
    send(connections=2)
    assert set(states(mailing).values()) == {"sent"} and len(receiver.taken) == 2


@pytest.mark.parametrize("url", [START, AT_ONCE], ids=["starttls", "from the start"])
@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        ("self-signed", "self-signed certificate"),
        ("ours", "unable to get local issuer"),
        ("elsewhere", "IP address mismatch"),
    ],
)
def test_nobody_vouches_for_it(server, request, url, certificate, words):
    """Every mailing pauses and says why; no password and no message went there, nobody's attempt is used up."""
    if certificate == "elsewhere":
        request.getfixturevalue("trusted")  # the right authority, for another name
    with_password = url.replace("//", "//us:geheim@")
    receiver = server(certificate, with_password, *(["STARTTLS"] if url == START else []), "AUTH PLAIN")
    mailing = frozen(*PEOPLE)
    send(connections=1)
    mailing.refresh_from_db()
    assert (
        mailing.state == MailingState.PAUSED and words in mailing.problem and "geheim" not in mailing.problem
    )
    assert receiver.taken == [] and not {"auth", "mail"} & set(receiver.commands)
    assert set(states(mailing).values()) == {"queued"} and not Delivery.objects.filter(attempts__gt=0)


def test_what_stands_in_between_takes_the_offer_away(server, trusted):
    """With ?tls=1 nothing goes in the clear, whatever the server seems to offer."""
    receiver = server("ours", START, "STARTTLS", "AUTH PLAIN")
    receiver.answers.append(
        lambda stage, _argument: "250-receiver\r\n250 AUTH PLAIN" if stage == "ehlo" else None
    )
    mailing = frozen(*PEOPLE)
    send(connections=1)
    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED and "STARTTLS" in mailing.problem and receiver.taken == []


@pytest.mark.parametrize("more", [(), ("PIPELINING",)], ids=["step by step", "pipelining"])
def test_an_address_outside_ascii(receiver, more):
    """Goes where the server can (RFC 6531); elsewhere that one fails with the reason, and the others get theirs."""
    receiver.offers = ("SMTPUTF8", "8BITMIME", *more)
    mailing = frozen("hangul@example.org", *PEOPLE)
    # Nobody can sign up with such an address today; it may have come with the data of another system.
    Subscriber.objects.filter(email="hangul@example.org").update(email=HANGUL, key=HANGUL)
    send(connections=1)
    assert set(states(mailing).values()) == {"sent"} and HANGUL in [to for to, _id in receiver.taken]

    receiver.offers = more
    later = frozen(key="edition-2")
    send(connections=1)
    found = states(later)
    assert found.pop(HANGUL) == "failed" and set(found.values()) == {"sent"}
    assert "outside ASCII" in later.deliveries.get(state="failed").reason
    assert Mailing.objects.get(key="edition-2").state == MailingState.DONE
