"""`manage.py rebuild_search`: the index made anew beside the live one, then swapped in."""

from __future__ import annotations

import time

from django.core.management.base import BaseCommand, CommandError

from search.indexing import AlreadyRunning, rebuild

INTERRUPTED = 130
_EVERY = 0.5  # seconds between lines of progress


class Command(BaseCommand):
    help = "Make the search index anew. The live index answers until the new one is whole; a kill changes nothing."

    def handle(self, **options) -> None:
        self._began = time.monotonic()
        self._last = 0.0
        quiet = options["verbosity"] == 0
        try:
            record = rebuild(self._silent if quiet else self._say)
        except AlreadyRunning as error:
            raise CommandError("Another process is rebuilding the index.") from error
        except KeyboardInterrupt as error:
            raise CommandError(
                "Interrupted: the index is as it was before.", returncode=INTERRUPTED
            ) from error
        took = time.monotonic() - self._began
        self._clear()
        self.stdout.write(
            f"{record.done} entries in {took:.1f} s, {record.done / max(took, 0.001):.0f} a second"
        )

    def _silent(self, done: int, total: int) -> None:
        pass

    def _say(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last < _EVERY and done < total:
            return
        self._last = now
        rate = done / max(now - self._began, 0.001)
        left = f", {(total - done) / rate:.0f} s left" if 0 < done < total else ""
        line = f"{100 * done // max(total, 1)} %  {done} of {total} entries, {rate:.0f} a second{left}"
        if self.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{line}", ending="")
        else:
            self.stderr.write(line)

    def _clear(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r\x1b[K", ending="")
