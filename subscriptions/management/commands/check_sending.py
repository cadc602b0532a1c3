"""`manage.py check_sending`: what the operator must set up before mail is sent, with the records to publish."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand

from subscriptions.sending import checklist
from subscriptions.sending.transports import provider_in_use

MISSING = 1  # exit code
_MARKS = {True: "ok", False: "MISSING", None: "note"}


class Command(BaseCommand):
    help = (
        "Lists what has to be set up for sending, with the DNS records, and looks whether the mailbox of bounces can be "
        "read. Asks no name server. Exits with 1 if something is missing here."
    )

    def handle(self, **options) -> None:
        found = list(checklist.items())
        for item in found:
            self.stdout.write(f"{_MARKS[item.ok]:7}  {item.said}")
        self.stdout.write(
            "\nTo publish in DNS, for each domain that sends (what stands in <…> is yours to fill in):\n"
        )
        for domain in checklist.domains():
            self._records(domain)
        self._also()
        if any(item.ok is False for item in found):
            raise SystemExit(MISSING)

    def _records(self, domain: str) -> None:
        if provider_in_use():
            self.stdout.write(
                f"\n  {domain}: the records of SPF and DKIM that {provider_in_use()} shows for it, and"
            )
        else:
            server = checklist.server() or "<your mail server>"
            envelope = settings.BOUNCE_ADDRESS.rpartition("@")[2] or domain
            self.stdout.write(f'\n  {envelope}.  TXT  "v=spf1 a:{server} -all"')
            self.stdout.write(f'  <selector>._domainkey.{domain}.  TXT  "v=DKIM1; k=rsa; p=<public key>"')
        self.stdout.write(
            f'  _dmarc.{domain}.  TXT  "v=DMARC1; p=quarantine; rua=mailto:postmaster@{domain}"'
        )

    def _also(self) -> None:
        for address in sorted({settings.BOUNCE_ADDRESS, settings.UNSUBSCRIBE_ADDRESS} - {""}):
            taker = f"10 <the server that takes the mail for {address}>."
            self.stdout.write(f"\n  {address.rpartition('@')[2]}.  MX  {taker}")
        if not provider_in_use():
            self.stdout.write(
                "\nAlso: the address that your mail server sends from needs a name (PTR) that leads back to it;"
            )
        self.stdout.write(
            "\nEvery message must be signed (DKIM) over List-Unsubscribe and List-Unsubscribe-Post as well (RFC 8058 §4)."
        )
