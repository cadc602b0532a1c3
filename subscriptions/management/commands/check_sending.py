"""`manage.py check_sending`: what the operator must set up before mail is sent, with the records to publish.

Asks no name server: it says what should be there, and what this site can see itself.
"""

from __future__ import annotations

from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand

from subscriptions.host import host
from subscriptions.mails.message import sender_of
from subscriptions.models import MailingList

MISSING = 1  # exit code


class Command(BaseCommand):
    help = "Lists what has to be set up for sending, with the DNS records. Exits with 1 if something is missing here."

    def handle(self, **options) -> None:
        missing = [self._line(ok, said) for ok, said in _seen()].count(False)
        self.stdout.write(
            "\nTo publish in DNS, for each domain that sends (what stands in <…> is yours to fill in):\n"
        )
        for domain in sorted(_domains()):
            self._records(domain)
        self.stdout.write(
            "\nAlso: the address that your mail server sends from needs a name (PTR) that leads back to it;\n"
            "every message must be signed (DKIM) over List-Unsubscribe and List-Unsubscribe-Post as well (RFC 8058 §4)."
        )
        if missing:
            raise SystemExit(MISSING)

    def _line(self, ok: bool, said: str) -> bool:
        self.stdout.write(f"{'ok     ' if ok else 'MISSING'}  {said}")
        return ok

    def _records(self, domain: str) -> None:
        bounce = settings.BOUNCE_ADDRESS.rpartition("@")[2]
        envelope = bounce or domain
        self.stdout.write(f'\n  {envelope}.  TXT  "v=spf1 a:{_server()} -all"')
        self.stdout.write(f'  <selector>._domainkey.{domain}.  TXT  "v=DKIM1; k=rsa; p=<public key>"')
        self.stdout.write(
            f'  _dmarc.{domain}.  TXT  "v=DMARC1; p=quarantine; rua=mailto:postmaster@{domain}"'
        )
        if bounce:
            self.stdout.write(
                f"  {bounce}.  MX  10 <the server that takes the mail for {settings.BOUNCE_ADDRESS}>."
            )


def _seen() -> list[tuple[bool, str]]:
    """What this site can see itself."""
    site, publisher = urlsplit(settings.SITE_URL), host().publisher()
    smtp = settings.MAILERS["default"].get("OPTIONS", {})
    signed = set(settings.DKIM_DOMAINS)
    found = [
        (
            site.scheme == "https",
            f"SITE_URL is https (one-click unsubscribing asks for it): {settings.SITE_URL}",
        ),
        (bool(smtp.get("host")), f"EMAIL_URL names a mail server: {smtp.get('host', 'none')}"),
        (
            bool(smtp.get("use_tls") or smtp.get("use_ssl"))
            or smtp.get("host") in ("localhost", "127.0.0.1"),
            "the way to it is encrypted (tls=1), or it is this machine",
        ),
        (
            bool(settings.BOUNCE_ADDRESS),
            f"BOUNCE_ADDRESS: {settings.BOUNCE_ADDRESS or 'unset, bounces are not read'}",
        ),
        (bool(publisher.postal_address), "the site's record has a postal address, which the law asks for"),
    ]
    for domain in sorted(_domains()):
        found.append((domain in signed, f"DKIM_DOMAINS says that mail of {domain} is signed"))
        aligned = settings.BOUNCE_ADDRESS.rpartition("@")[2].endswith(domain)
        if settings.BOUNCE_ADDRESS:
            found.append((aligned, f"BOUNCE_ADDRESS lies in {domain}, so that SPF counts for DMARC"))
    return found


def _domains() -> set[str]:
    """The domains that lists send from."""
    publisher = host().publisher()
    senders = [sender_of(one, publisher) for one in MailingList.objects.all()] or [sender_of(None, publisher)]
    return {parseaddr(sender)[1].rpartition("@")[2].lower() for sender in senders}


def _server() -> str:
    return settings.MAILERS["default"].get("OPTIONS", {}).get("host", "<your mail server>")
