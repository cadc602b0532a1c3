"""Processes that end when the one that started them does, however it ended.

The demo starts web and worker, the web server starts its own workers. After a kill -9 of any of them the ones below
must not live on: they would hold the port and keep the database busy. Asking for one's parent works everywhere; the
parent gives its number, because it may have gone before its child asks for the first time.
"""

from __future__ import annotations

import os
import signal
import threading
import time

VARIABLE = "NEWSROOM_FOLLOW_PARENT"
EVERY, LIMIT = 0.5, 10.0  # seconds


def environment() -> dict[str, str]:
    """The environment for a child that is to end with this process."""
    return {**os.environ, VARIABLE: str(os.getpid())}


def follow_parent() -> None:
    """Where the environment says so: stop (SIGTERM) once the parent has gone, and for certain 10 seconds later."""
    parent = os.environ.pop(VARIABLE, "")
    if parent:
        threading.Thread(target=_watch, args=[int(parent)], name="follow-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LIMIT)
    os._exit(1)
