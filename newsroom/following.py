"""Processes that end when the one that started them does, however it ended.

The demo starts web and worker, the web server starts its own workers. After a kill -9 of any of them the ones below
must not live on: they would hold the port and keep the database up. Watching for a new parent works everywhere.
"""

from __future__ import annotations

import os
import signal
import threading
import time

EVERY = 0.5  # seconds


def follow_parent() -> None:
    """Ask this process to stop (SIGTERM) once its parent has gone; make it stop 10 seconds later."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(EVERY)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)
        os._exit(1)

    threading.Thread(target=watch, name="follow-parent", daemon=True).start()
