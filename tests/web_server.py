"""The real web server in a process of its own, on a port of its own."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from newsroom import following
from tests import load

WORKERS, THREADS = 2, 2


@contextlib.contextmanager
def running(**environment: str) -> Iterator[int]:
    """A port where `manage.py serve` answers with `environment` on top of this one's."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", str(WORKERS)]
    process = subprocess.Popen(
        [*command, "--threads", str(THREADS)],
        cwd=Path(__file__).parents[1],
        env={**following.environment(), "PORT": str(port), **environment},
    )
    try:
        deadline = time.monotonic() + 30
        while not _answers(port):
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError("the web server did not start")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(15)


def _answers(port: int) -> bool:
    try:
        return load.ask(port, "/healthz")[0] == 200
    except OSError:
        return False
