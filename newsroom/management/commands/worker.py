"""Run the background jobs: pictures, refreshed names, the emptied bin, mail."""

from __future__ import annotations

import asyncio
import contextlib
import signal

from django.core.management.base import BaseCommand, CommandError
from procrastinate import App
from procrastinate.contrib.django import app

from newsroom import following
from newsroom.tasks import SILENT_AFTER

HEARTBEAT = 10  # seconds
LAST_JOBS = 60  # seconds that jobs in hand have to finish when the worker is stopped


class Command(BaseCommand):
    help = "Runs background jobs until stopped. SIGTERM and Ctrl-C finish the jobs in hand first."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time (default 2)")
        parser.add_argument("--once", action="store_true", help="stop when no job is waiting")

    def handle(self, *, concurrency: int, once: bool, **options) -> None:
        following.follow_parent()
        with app.replace_connector(app.connector.get_worker_connector()) as jobs:
            stopped = asyncio.run(work(jobs, concurrency=concurrency, wait=not once))
        if not (stopped or once):
            raise CommandError("The worker lost its database. Whoever started it should start it again.")


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
