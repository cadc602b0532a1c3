"""The real web server in a process of its own, on a port of its own."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection

from newsroom import following
from tests import load

WORKERS, THREADS = 2, 2


def database_url() -> str:
    """The address of the database that the running test uses, for other processes."""
    parameters = connection.get_connection_params()
    named = {
        name: str(parameters[name]) for name in ("user", "password", "host", "port") if name in parameters
    }
    return f"postgresql:///{quote(connection.settings_dict['NAME'])}?{urlencode(named, quote_via=quote)}"


def started(**environment: str) -> tuple[subprocess.Popen, int]:
    """`manage.py serve`, just begun, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", str(WORKERS)]
    process = subprocess.Popen(
        [*command, "--threads", str(THREADS)],
        cwd=Path(__file__).parents[1],
        env={**following.environment(), "PORT": str(port), **environment},
    )
    return process, port


@contextlib.contextmanager
def running(**environment: str) -> Iterator[int]:
    """A port where `manage.py serve` answers with `environment` on top of this one's."""
    process, port = started(**environment)
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
