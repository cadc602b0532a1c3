"""Processes that the demo, or a worker, keeps running: started together, restarted when one dies, stopped together."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from newsroom import following

MANAGE = Path(__file__).parents[1] / "manage.py"
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before a dead process is started again; doubled each time
LONG_LIFE = 60.0  # seconds; one that lived longer starts with the first pause again
STOP_LIMIT = 15.0


class Child:
    """One `manage.py` command in a process of its own."""

    def __init__(self, name: str, arguments: list[str]):
        self.name = name
        self._arguments = arguments
        self._pause = FIRST_PAUSE
        self._due: float | None = None
        self.start()

    def start(self) -> None:
        self._began, self._due = time.monotonic(), None
        self.process = subprocess.Popen(
            [sys.executable, str(MANAGE), *self._arguments],
            env=following.environment(),
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the demo alone, which stops its children in order
        )

    def look_after(self) -> None:
        """Note and report that the process has died; start it again when its pause is over."""
        now = time.monotonic()
        if self._due is not None:
            if now >= self._due:
                self.start()
        elif self.process.poll() is not None:
            self._pause = (
                FIRST_PAUSE if now - self._began > LONG_LIFE else min(self._pause * 2, LONGEST_PAUSE)
            )
            self._due = now + self._pause
            print(
                f"{self.name} {_how(self.process.returncode)} and starts again", file=sys.stderr, flush=True
            )

    def end(self, deadline: float) -> None:
        """Wait for the process after `terminate`; one that does not end in time is killed."""
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Children:
    """`commands` gives for each name the arguments of manage.py."""

    def __init__(self, commands: dict[str, list[str]]):
        self._stopping = threading.Event()
        self._children = [Child(name, arguments) for name, arguments in commands.items()]

    def stop(self) -> None:
        """Ask everything to end; `watch` then returns. Fit for a signal handler."""
        self._stopping.set()

    def watch(self, ready: Callable[[], bool], when_ready: Callable[[], None]) -> None:
        """Restart what dies until `stop`, then end all and wait for them. Calls `when_ready` once."""
        waiting = True
        while not self._stopping.wait(0.05 if waiting else 0.3):
            for child in self._children:
                child.look_after()
            if waiting and ready():
                waiting = False
                when_ready()
        for child in self._children:
            child.process.terminate()
        deadline = time.monotonic() + STOP_LIMIT
        for child in self._children:
            child.end(deadline)


def _how(code: int) -> str:
    return f"was killed (signal {-code})" if code < 0 else f"ended (exit code {code})"
