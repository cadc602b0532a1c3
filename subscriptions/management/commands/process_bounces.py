"""`manage.py process_bounces`: see docs/sending.md."""

from __future__ import annotations

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from subscriptions.returns.mailbox import take, take_maildir
from subscriptions.returns.reading import LONGEST

TRY_AGAIN, NO_INPUT = 75, 66  # EX_TEMPFAIL, EX_NOINPUT of sysexits.h: mail servers keep the message


class Command(BaseCommand):
    help = (
        "Takes note of bounces and complaints: one message from standard input, as a mail server pipes it, or all new "
        "ones of a Maildir. The same message twice changes nothing. Exits with 75 where it should be tried again."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--maildir", metavar="FOLDER", help="instead of standard input")

    def handle(self, *, maildir: str | None, **options) -> None:
        try:
            self._maildir(Path(maildir)) if maildir else self._one()
        except Error as error:
            raise CommandError(f"The database: {error}", returncode=TRY_AGAIN) from error
        except FileNotFoundError as error:
            raise CommandError(f"{maildir} is no Maildir: {error}", returncode=NO_INPUT) from error

    def _one(self) -> None:
        stdin = getattr(sys.stdin, "buffer", sys.stdin)
        what, changed = take(stdin.read(LONGEST))
        self.stdout.write(f"{what}{'' if changed else ', nothing to take note of'}")

    def _maildir(self, folder: Path) -> None:
        found = take_maildir(folder)
        told = ", ".join(f"{number} {what}" for what, number in sorted(found.items()))
        self.stdout.write(told or "nothing new")
