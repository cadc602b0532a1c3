"""`make demo`: everything from nothing, in the foreground until Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import urllib.request

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from newsroom import migrated, static_files
from newsroom.children import Children
from newsroom.management.commands.serve import refuse_taken_port

HOST = "127.0.0.1"  # the demo has a known password: it is for this machine only
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    help = "Prepares the database, loads the sample newsroom, starts web server and worker."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--empty", action="store_true", help="without the sample newsroom")

    def handle(self, *, empty: bool, **options) -> None:
        began = time.monotonic()
        refuse_taken_port(HOST, settings.PORT)
        for number in STOPPING:
            signal.signal(number, _interrupt)
        try:
            prepare(empty)
        except KeyboardInterrupt:
            sys.exit("Stopped before it was ready. The next start goes on from here.")
        children = Children(
            {
                "The web server": ["serve", "--host", HOST, "--port", str(settings.PORT)],
                "The worker": ["worker"],
            }
        )
        for number in STOPPING:
            signal.signal(number, lambda *_: children.stop())
        children.watch(answers, lambda: print(welcome(time.monotonic() - began), flush=True))
        self.stdout.write("Newsroom has stopped.")


def _interrupt(*_signal) -> None:
    raise KeyboardInterrupt


def prepare(empty: bool) -> None:
    """The database and its content; the static files meanwhile."""
    collecting = threading.Thread(target=static_files.collect)
    collecting.start()
    if migrated.missing():
        call_command("migrate", interactive=False, verbosity=0)
    call_command("load_sample", empty=empty)
    connection.close()
    collecting.join()


def answers() -> bool:
    """Whether the web server serves."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{settings.PORT}/healthz", timeout=1) as response:
            return response.status == 200
    except OSError:
        return False


def welcome(seconds: float) -> str:
    address, password = f"http://{HOST}:{settings.PORT}", os.environ.get("DEMO_PASSWORD") or "newsroom-demo"
    return f"""
Newsroom is running (ready after {seconds:.1f} s).

  Website       {address}/
  Back office   {address}/admin/
                editor@example.org         (editor)
                writer@example.org         (writer)
                admin@example.org          (administrator)
                password: {password}
  Mailbox       {address}/demo/mailbox/

Ctrl-C stops it. The data stay in {settings.DATA_DIR}.
"""
