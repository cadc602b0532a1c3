"""`manage.py import_subscribers FILE.csv --list SLUG`: see docs/subscriptions.md."""

from __future__ import annotations

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from subscriptions.importers import Report, Run, Unusable
from subscriptions.models import MailingList

SOME_REJECTED, UNUSABLE, INTERRUPTED = 1, 2, 130
PAUSE = 5.0  # seconds between two lines of progress


class Command(BaseCommand):
    help = (
        "Import subscribers from CSV (Mailchimp, Substack, Ghost, Buttondown, listmonk, Keila, or any with a column of "
        "addresses). Safe to repeat. Exits with 0 if every row was taken, 1 if some were rejected, 2 if the file is "
        "unusable."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE.csv")
        parser.add_argument("--list", required=True, metavar="SLUG", help="short name of the list they go on")
        parser.add_argument(
            "--source", default="", help="how these people agreed: kept as evidence with each of them"
        )
        parser.add_argument("--encoding", default="", help="instead of finding it out")
        parser.add_argument("--report", metavar="FILE", help="write what happened as JSON")
        parser.add_argument("--dry-run", action="store_true", help="check everything, store nothing")

    def handle(self, *, file: str, report: str | None, dry_run: bool, **options) -> None:
        mailing_list = MailingList.objects.filter(slug=options["list"]).first()
        if mailing_list is None:
            known = ", ".join(MailingList.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no list “{options['list']}”. Lists: {known}.", returncode=UNUSABLE)
        outcome = Report(Path(file).name, mailing_list.slug, dry_run=dry_run)
        try:
            self._import(Path(file), outcome, mailing_list, options)
        except KeyboardInterrupt:
            outcome.interrupted = True
        except Unusable as error:
            raise CommandError(f"{file}: {error}", returncode=UNUSABLE) from error
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=UNUSABLE) from error
        finally:
            self._write_report(report, outcome)
        self._finish(outcome)

    def _import(self, file: Path, outcome: Report, mailing_list: MailingList, options: dict) -> None:
        began = shown = time.monotonic()

        def step() -> None:
            nonlocal shown
            outcome.seconds = time.monotonic() - began
            if options["verbosity"] and time.monotonic() - shown > PAUSE:
                shown = time.monotonic()
                self.stderr.write(outcome.summary())

        run = Run(outcome, mailing_list, source=options["source"], tell=self.stderr.write)
        with file.open("rb") as stream:
            run.run(stream, options["encoding"], step)
        step()

    def _write_report(self, path: str | None, outcome: Report) -> None:
        try:
            if path:
                outcome.write(Path(path))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=UNUSABLE) from error

    def _finish(self, outcome: Report) -> None:
        self.stdout.write(f"{'Dry run, nothing stored: ' if outcome.dry_run else ''}{outcome.summary()}")
        if outcome.interrupted:
            raise CommandError(
                "Interrupted. The batch in hand was not stored; run the same command again to go on.",
                returncode=INTERRUPTED,
            )
        if outcome.rejected:
            raise CommandError(
                f"{outcome.rejected} of {outcome.read} rows were rejected.", returncode=SOME_REJECTED
            )
