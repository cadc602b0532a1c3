"""`manage.py process_bounces`: see docs/sending.md."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from subscriptions.returns.imap import BadAddress, Unavailable, mailbox, take_imap
from subscriptions.returns.mailbox import take, take_maildir
from subscriptions.returns.reading import LONGEST

# EX_TEMPFAIL, EX_NOINPUT, EX_USAGE of sysexits.h: at the first mail servers keep the message
TRY_AGAIN, NO_INPUT, WRONG = 75, 66, 64


class Command(BaseCommand):
    help = (
        "Takes note of bounces, complaints and mails that ask to leave a list: one message from standard input, as a "
        "mail server pipes it, or all new ones of a Maildir or of a mailbox read by IMAP. The same message twice changes "
        "nothing. Exits with 75 where it should be tried again."
    )

    def add_arguments(self, parser) -> None:
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--maildir", metavar="FOLDER", help="instead of standard input")
        ways.add_argument(
            "--imap",
            nargs="?",
            const="",
            metavar="URL",
            help="imaps://user:password@host/INBOX, or what BOUNCE_MAILBOX says; the password may stand in "
            "BOUNCE_MAILBOX_PASSWORD",
        )

    def handle(self, *, maildir: str | None, imap: str | None, **options) -> None:
        try:
            if imap is not None:
                self._imap(imap or settings.BOUNCE_MAILBOX)
            elif maildir:
                self._told(take_maildir(Path(maildir)))
            else:
                self._one()
        except Error as error:
            raise CommandError(f"The database: {error}", returncode=TRY_AGAIN) from error
        except FileNotFoundError as error:
            raise CommandError(f"{maildir} is no Maildir: {error}", returncode=NO_INPUT) from error

    def _one(self) -> None:
        stdin = getattr(sys.stdin, "buffer", sys.stdin)
        what, changed = take(stdin.read(LONGEST))
        self.stdout.write(f"{what}{'' if changed else ', nothing to take note of'}")

    def _imap(self, url: str) -> None:
        found: Counter[str] = Counter()
        try:
            take_imap(mailbox(url, settings.BOUNCE_MAILBOX_PASSWORD), found)
        except BadAddress as error:
            raise CommandError(str(error), returncode=WRONG) from None
        except Unavailable as error:
            if found:
                self._told(found)
            raise CommandError(str(error), returncode=TRY_AGAIN) from error
        self._told(found)

    def _told(self, found: Counter) -> None:
        told = ", ".join(f"{number} {what}" for what, number in sorted(found.items()))
        self.stdout.write(told or "nothing new")
