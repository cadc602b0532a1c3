"""Convert the texts of a batch, for large files in a process of their own while the batch before is being written.

Conversion is half of an import's work and needs no database. The process is started afresh (it inherits no
connection and no signals of the terminal) and ends when its pipe closes, also when the importer was killed.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from briefings.importers.html import prepare
from briefings.importers.texts import Body, Rejected
from briefings.sanitizing import CleanHTML


@dataclass(frozen=True)
class Task:
    """The texts of one record, and the address that relative links in them start from."""

    bodies: tuple[Body, ...]
    base: str = ""


def convert(task: Task) -> list[CleanHTML] | Rejected:
    """The texts of `task` as they are stored, or why they cannot be."""
    try:
        return [prepare(body, task.base) for body in task.bodies]
    except Rejected as rejected:
        return rejected
    except RecursionError:
        return Rejected("body", "nested too deeply")


class Here:
    """Converts in this process, when the result is asked for."""

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *exception) -> None:
        return None

    def start(self, tasks: Sequence[Task]) -> None:
        """Begin with `tasks`; the result of those before must have been fetched."""
        self.tasks = tasks

    def result(self) -> list[list[CleanHTML] | Rejected]:
        """What became of the tasks begun last, in their order."""
        return [convert(task) for task in self.tasks]


class Elsewhere(Here):
    """Converts in another process."""

    def __enter__(self) -> Elsewhere:
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,
        )
        return self

    def __exit__(self, *exception) -> None:
        with suppress(OSError):
            self.process.stdin.close()
        self.process.stdout.close()
        try:
            self.process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def start(self, tasks: Sequence[Task]) -> None:
        super().start(tasks)
        with suppress(OSError):  # the process is gone: `result` finds out
            pickle.dump(tasks, self.process.stdin, pickle.HIGHEST_PROTOCOL)
            self.process.stdin.flush()

    def result(self) -> list[list[CleanHTML] | Rejected]:
        try:
            return pickle.load(self.process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):  # gone: what it had in hand is done here
            return super().result()


def serve() -> None:
    """Read tasks from the standard input and write their results to the standard output until it closes."""
    with suppress(EOFError, BrokenPipeError):
        while True:
            results = [convert(task) for task in pickle.load(sys.stdin.buffer)]
            pickle.dump(results, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
            sys.stdout.buffer.flush()
