"""Run the background jobs (pictures, refreshed names, the emptied bin, single mails), and beside them, in a process of
its own, what sends mailings."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
import time

from django.core.management.base import BaseCommand, CommandError
from procrastinate import App
from procrastinate.contrib.django import app

from newsroom import following
from newsroom.children import Child
from newsroom.tasks import SILENT_AFTER

HEARTBEAT = 10  # seconds
LAST_JOBS = 60  # seconds that jobs in hand have to finish when the worker is stopped
LOOK = 1.0  # seconds between looks at the process that sends


class Command(BaseCommand):
    help = "Runs background jobs until stopped. SIGTERM and Ctrl-C finish the jobs in hand first."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time (default 2)")
        parser.add_argument("--once", action="store_true", help="stop when no job is waiting")

        parser.add_argument("--no-sending", action="store_true", help="jobs only: `sender` runs elsewhere")

    def handle(self, *, concurrency: int, once: bool, no_sending: bool, **options) -> None:
        following.follow_parent()
        sending = contextlib.nullcontext() if once or no_sending else Sending()
        with sending, app.replace_connector(app.connector.get_worker_connector()) as jobs:
            stopped = asyncio.run(work(jobs, concurrency=concurrency, wait=not once))
        if not (stopped or once):
            raise CommandError("The worker lost its database. Whoever started it should start it again.")


class Sending:
    """`manage.py sender` beside the worker, started again when it dies. It goes before the worker does, having finished
    what it had under way."""

    def __enter__(self) -> None:
        self._ended = threading.Event()
        self._child = Child("The sender", ["sender"])
        self._thread = threading.Thread(target=self._look_after, name="sender", daemon=True)
        self._thread.start()

    def __exit__(self, *_error) -> None:
        self._ended.set()
        self._thread.join()
        self._child.process.terminate()
        self._child.end(time.monotonic() + LAST_JOBS)

    def _look_after(self) -> None:
        while not self._ended.wait(LOOK):
            self._child.look_after()


async def work(jobs: App, *, concurrency: int, wait: bool) -> bool:
    """Run jobs; True if a signal ended it. Procrastinate's worker also ends, without an error, when the database
    goes away, and a supervisor that restarts only what failed must be able to tell."""
    async with jobs.open_async():
        worker = asyncio.create_task(
            jobs.run_worker_async(
                concurrency=concurrency,
                wait=wait,
                listen_notify=wait,
                install_signal_handlers=False,
                shutdown_graceful_timeout=LAST_JOBS,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=SILENT_AFTER,
            )
        )
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, worker.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await worker
        return worker.cancelled()
