"""`make demo`: everything from nothing, in the foreground until Ctrl-C."""

from __future__ import annotations

import os
import signal
import threading
import time
import urllib.request

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from newsroom import static_files
from newsroom.children import Children
from newsroom.management.commands.serve import refuse_taken_port

HOST = "127.0.0.1"  # the demo has a known password: it is for this machine only


class Command(BaseCommand):
    help = "Prepares the database, loads the sample newsroom, starts web server and worker."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--empty", action="store_true", help="without the sample newsroom")

    def handle(self, *, empty: bool, **options) -> None:
        refuse_taken_port(HOST, settings.PORT)
        began = time.monotonic()
        collecting = threading.Thread(target=static_files.collect)
        collecting.start()
        migrate()
        call_command("load_sample", empty=empty)
        collecting.join()
        connection.close()
        children = Children(
            {
                "web": ["serve", "--host", HOST, "--port", str(settings.PORT)],
                "worker": ["worker"],
            }
        )
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: children.stop())
        children.start()
        if children.wait_for(answers):
            self.stdout.write(welcome(time.monotonic() - began))
            self.stdout.flush()
        children.watch()


def migrate() -> None:
    """Apply what is not applied; asking first is far quicker than Django's command when there is nothing to do."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


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
                admin@example.org          (administrator)
                password: {password}
  Mailbox       {address}/demo/mailbox/

Ctrl-C stops it. The data stay in {settings.DATA_DIR}.
"""
