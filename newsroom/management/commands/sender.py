"""`manage.py sender`: sends mailings until stopped. The worker starts one; more can run anywhere."""

from __future__ import annotations

import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand

from newsroom import following
from subscriptions.sending.engine import Engine


class Command(BaseCommand):
    help = (
        "Sends what mailings have waiting, until stopped. SIGTERM and Ctrl-C let the messages under way finish. "
        "The worker runs one of these; others, on any machine, share the work."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--connections",
            type=int,
            default=settings.SENDING_CONNECTIONS,
            help=f"connections to the mail server (default {settings.SENDING_CONNECTIONS}: SENDING_CONNECTIONS)",
        )
        parser.add_argument("--once", action="store_true", help="stop when nothing is due any more")

    def handle(self, *, connections: int, once: bool, **options) -> None:
        following.follow_parent()
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        Engine(max(connections, 1)).run(stop, until_idle=once)
