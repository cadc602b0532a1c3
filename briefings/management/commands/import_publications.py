"""`manage.py import_publications FILE.jsonl`: see docs/importing.md."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from briefings.importers import jsonl
from briefings.importers.converting import Elsewhere, Here
from briefings.importers.importing import Import
from briefings.importers.progress import Progress
from briefings.importers.report import Report
from search import indexing
from search.collecting import seldom

SELDOM = 100_000  # objects made before Python looks for cycles; looking as often as usual takes a quarter of the time
LARGE = 512 * 1024  # bytes: worth a process of its own for converting texts
SOME_REJECTED, UNUSABLE, INTERRUPTED = 1, 2, 130


class Command(BaseCommand):
    help = (
        "Import publications from JSON Lines, one a line. Safe to repeat. "
        "Exits with 0 if every record was taken, 1 if some were rejected, 2 if the file is unusable."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE.jsonl")
        parser.add_argument("--report", metavar="FILE", help="write what happened as JSON")
        parser.add_argument(
            "--old-host",
            action="append",
            default=[],
            metavar="HOST",
            help="addresses (source_url) on this host become redirects, as those on the site's own do; repeatable",
        )
        parser.add_argument("--dry-run", action="store_true", help="check everything, store nothing")

    def handle(self, *, file: str, report: str | None, old_host: list[str], dry_run: bool, **options) -> None:
        outcome = Report(file, dry_run=dry_run)
        hosts = {urlsplit(settings.SITE_URL).hostname or "", *old_host}
        gc.freeze()
        try:
            with seldom(SELDOM):
                self._import(Path(file), outcome, hosts, quiet=options["verbosity"] == 0)
                self._have_found(outcome, quiet=options["verbosity"] == 0)
        except KeyboardInterrupt:
            outcome.interrupted = True
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=UNUSABLE) from error
        finally:
            gc.unfreeze()
            self._write_report(report, outcome)
        self._finish(outcome)

    def _have_found(self, outcome: Report, *, quiet: bool) -> None:
        """Let the search take over what was imported. Where that is interrupted, a job of the worker does it."""
        waiting = indexing.waiting()
        if outcome.dry_run or not waiting:
            return
        progress = Progress(self.stderr, waiting, quiet=quiet)
        try:
            indexing.catch_up(lambda done, total: progress.step(done, f"{done} of {total} in the search"))
        except indexing.AlreadyRunning:
            progress.say("The search is being made anew at this moment, and takes over what was imported.")
        except (indexing.Died, KeyboardInterrupt):
            progress.say("All is imported; the worker has it found within two minutes.")
        finally:
            progress.clear()

    def _import(self, file: Path, outcome: Report, hosts: set[str], *, quiet: bool) -> None:
        with file.open("rb") as stream:
            size = file.stat().st_size
            progress = Progress(self.stderr, size, quiet=quiet)
            converter = Elsewhere() if size >= LARGE and (os.cpu_count() or 1) > 1 else Here()
            run = Import(
                outcome,
                timezone.now(),
                hosts,
                file.parent,
                progress.say,
                dry_run=outcome.dry_run,
                converter=converter,
            )

            def step(position: int) -> None:
                outcome.seconds = progress.seconds
                progress.step(position, outcome.summary())

            try:
                run.run(jsonl.lines(stream), step)
            finally:
                outcome.seconds = progress.seconds
                progress.clear()

    def _write_report(self, path: str | None, outcome: Report) -> None:
        try:
            if path:
                outcome.write(Path(path))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=UNUSABLE) from error

    def _finish(self, outcome: Report) -> None:
        self.stdout.write(f"{'Dry run, nothing stored: ' if outcome.dry_run else ''}{outcome.summary()}")
        if outcome.warnings:
            self.stderr.write(f"{len(outcome.warnings)} warnings: --report FILE lists them")
        if outcome.ignored_fields:
            names = ", ".join(f"{name} ×{count}" for name, count in sorted(outcome.ignored_fields.items()))
            self.stderr.write(f"fields not imported: {names}")
        if outcome.interrupted:
            raise CommandError(
                "Interrupted. The batch in hand was not stored; run the same command again to go on.",
                returncode=INTERRUPTED,
            )
        if outcome.rejected:
            raise CommandError(
                f"{len(outcome.rejected)} of {outcome.read} records were rejected.", returncode=SOME_REJECTED
            )
