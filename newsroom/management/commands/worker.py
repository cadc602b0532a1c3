"""Run the background jobs: pictures, refreshed names, the emptied bin, mail."""

from __future__ import annotations

import os

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from newsroom import following


class Command(BaseCommand):
    help = "Runs background jobs until stopped. SIGTERM and Ctrl-C finish the jobs in hand first."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time (default 2)")
        parser.add_argument("--once", action="store_true", help="stop when no job is waiting")

    def handle(self, *, concurrency: int, once: bool, **options) -> None:
        if os.environ.get("NEWSROOM_FOLLOW_PARENT"):
            following.follow_parent()
        with app.replace_connector(app.connector.get_worker_connector()) as jobs:
            jobs.run_worker(
                concurrency=concurrency,
                wait=not once,
                listen_notify=not once,
                shutdown_graceful_timeout=60,
                install_signal_handlers=True,
                update_heartbeat_interval=10,
                stalled_worker_timeout=30,
            )
