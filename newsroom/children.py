"""Processes that the demo keeps running: started together, restarted when one dies, stopped together."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

MANAGE = Path(__file__).parents[1] / "manage.py"
LONGEST_PAUSE = 30.0  # seconds between restarts of a process that keeps dying
STOP_LIMIT = 15.0


class Children:
    """`commands` gives for each name the arguments of manage.py."""

    def __init__(self, commands: dict[str, list[str]]):
        self._commands = commands
        self._running: dict[str, subprocess.Popen] = {}
        self._stopping = threading.Event()

    def start(self) -> None:
        for name in self._commands:
            self._running[name] = self._spawn(name)

    def stop(self) -> None:
        """Ask everything to end; `watch` then returns. Fit for a signal handler."""
        self._stopping.set()

    def wait_for(self, ready: Callable[[], bool], limit: float = 60.0) -> bool:
        """Wait until `ready()`; False when it takes longer than `limit` seconds, or a stop was asked for."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline and not self._stopping.is_set():
            if ready():
                return True
            self._stopping.wait(0.05)
        return False

    def watch(self) -> None:
        """Restart what dies, with growing pauses, until `stop`; then end all and wait for them."""
        pauses = dict.fromkeys(self._commands, 1.0)
        while not self._stopping.wait(0.3):
            for name, process in self._running.items():
                if process.poll() is None:
                    continue
                print(f"{name} ended ({process.returncode}); starting it again", file=sys.stderr, flush=True)
                self._stopping.wait(pauses[name])
                pauses[name] = min(pauses[name] * 2, LONGEST_PAUSE)
                if not self._stopping.is_set():
                    self._running[name] = self._spawn(name)
        self._end()

    def _spawn(self, name: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, str(MANAGE), *self._commands[name]],
            env={**os.environ, "NEWSROOM_FOLLOW_PARENT": "1"},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the demo alone, which stops them in order
        )

    def _end(self) -> None:
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + STOP_LIMIT
        for process in self._running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
