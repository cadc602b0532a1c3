"""What has to be set up before mail is sent, as far as this site can see it itself. Asks no name server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings

from subscriptions.host import absolute, host
from subscriptions.mails.message import sender_of
from subscriptions.models import MailingList
from subscriptions.returns.imap import BadAddress, Unavailable, mailbox, waiting
from subscriptions.sending.transports import proves_events, provider_in_use

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Item:
    """`ok`: None where only the operator can know."""

    ok: bool | None
    said: str


def items() -> Iterator[Item]:
    """All there is to say, in the order in which one would set it up."""
    secure = urlsplit(settings.SITE_URL).scheme == "https"
    yield Item(secure, f"SITE_URL is https (one-click unsubscribing asks for it): {settings.SITE_URL}")
    if provider_in_use():
        yield from _by_a_provider(secure)
    else:
        yield from _by_a_server()
    yield from _leaving_by_mail()
    postal = bool(host().publisher().postal_address)
    yield Item(postal, "the site's record has a postal address, which the law asks for")
    yield from _signed()


def domains() -> list[str]:
    """The domains that lists send from."""
    publisher = host().publisher()
    senders = [sender_of(one, publisher) for one in MailingList.objects.all()] or [sender_of(None, publisher)]
    return sorted({_domain(parseaddr(sender)[1]) for sender in senders})


def server() -> str:
    """The mail server's name; empty where there is none."""
    return settings.MAILERS["default"].get("OPTIONS", {}).get("host", "")


def _by_a_server() -> Iterator[Item]:
    smtp = settings.MAILERS["default"].get("OPTIONS", {})
    yield Item(bool(server()), f"EMAIL_URL names a mail server: {server() or 'none'}")
    encrypted = bool(smtp.get("use_tls") or smtp.get("use_ssl")) or server() in _THIS_MACHINE
    yield Item(encrypted, "the way to it is encrypted (tls=1, smtps://), or it is this machine")
    bounces = settings.BOUNCE_ADDRESS
    yield Item(bool(bounces), f"BOUNCE_ADDRESS: {bounces or 'unset, bounces are not read'}")
    if settings.BOUNCE_MAILBOX:
        yield _mailbox()
    elif bounces:
        told = "or set BOUNCE_MAILBOX"
        yield Item(None, f"mail for it has to be piped to process_bounces, or be read from a Maildir; {told}")


def _by_a_provider(secure: bool) -> Iterator[Item]:
    name = provider_in_use()
    yield Item(True, f"EMAIL_URL names a provider: {name}")
    address = absolute(f"/mail/webhooks/{name}/")
    if settings.ANYMAIL_WEBHOOK_SECRET:
        address = address.replace("://", "://<ANYMAIL_WEBHOOK_SECRET>@", 1)
    proved = proves_events(name)
    yield Item(proved, "ANYMAIL_WEBHOOK_SECRET or ANYMAIL_SIGNING_KEY proves that its events come from it")
    yield Item(
        secure and None, f"to enter there for bounces, complaints, unsubscribing, deliveries: {address}"
    )
    if settings.BOUNCE_MAILBOX:
        yield _mailbox()


def _mailbox() -> Item:
    try:
        number = waiting(mailbox(settings.BOUNCE_MAILBOX, settings.BOUNCE_MAILBOX_PASSWORD))
    except (BadAddress, Unavailable) as error:
        return Item(False, f"BOUNCE_MAILBOX can be read: {error}")
    return Item(True, f"BOUNCE_MAILBOX can be read; {number} waiting")


def _leaving_by_mail() -> Iterator[Item]:
    address = settings.UNSUBSCRIBE_ADDRESS or settings.BOUNCE_ADDRESS
    local, _at, domain = address.rpartition("@")
    yield Item(
        bool(address),
        f"lists can be left by mail: {f'{local}+…@{domain}' if address else 'no address takes it'}",
    )
    if settings.UNSUBSCRIBE_ADDRESS:
        yield Item(
            None,
            "what comes to UNSUBSCRIBE_ADDRESS has to be read by process_bounces or BOUNCE_MAILBOX as well",
        )


def _signed() -> Iterator[Item]:
    bounces = _domain(settings.BOUNCE_ADDRESS)
    for domain in domains():
        signed = any(_lies_in(domain, one) for one in settings.DKIM_DOMAINS)
        yield Item(signed, f"DKIM_DOMAINS says that mail of {domain} is signed")
        if bounces and not provider_in_use():
            yield Item(
                _lies_in(bounces, domain), f"BOUNCE_ADDRESS lies in {domain}, so that SPF counts for DMARC"
            )


def _lies_in(domain: str, other: str) -> bool:
    return domain == other or domain.endswith(f".{other}")


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
