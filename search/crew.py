"""Processes that analyse entries for a rebuild, which is most of its work.

They are begun anew, since a process with threads and database connections cannot be copied safely. This module
imports nothing of Django at first: a new process sets that up itself. A process ends when its pipe does, however the
one that began it ended.
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, Pipe
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.indexing.common import Common
    from search.indexing.making import Made

Batch = tuple[str, Sequence[int]]  # a source's name, and keys of its entries
_AHEAD = 2  # batches a process has before it


class Died(Exception):
    """A process ended before its work was done."""


class Crew:
    """`made` hands batches of keys out and gives back their entries, in the same order."""

    def __init__(self, pipes: list[Connection]):
        self._pipes = pipes

    def made(self, batches: Iterable[Batch]) -> Generator[list[Made]]:
        """Raises Died, and what a process raised."""
        waiting: deque[Connection] = deque()
        coming = iter(batches)
        for pipe in self._pipes * _AHEAD:
            self._give(pipe, coming, waiting)
        while waiting:
            pipe = waiting.popleft()
            try:
                done = pipe.recv()
            except (EOFError, OSError) as error:
                raise Died("A process that analyses entries ended too early.") from error
            if isinstance(done, BaseException):
                raise done
            self._give(pipe, coming, waiting)
            yield done

    def _give(self, pipe: Connection, coming: Iterable[Batch], waiting: deque[Connection]) -> None:
        for batch in coming:
            try:
                pipe.send(batch)
            except OSError as error:
                raise Died("A process that analyses entries ended too early.") from error
            waiting.append(pipe)
            return


@contextmanager
def crew(usual: float, common: Common, database: str) -> Generator[Crew]:
    """A process for each processor, on the database of that name."""
    pipes, processes = [], []
    try:
        for _ in range(_processors()):
            ours, theirs = Pipe()
            processes.append(
                subprocess.Popen(
                    [sys.executable, "-c", _BEGIN, str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                )
            )
            theirs.close()
            pipes.append(ours)
            ours.send((usual, common, database))
        yield Crew(pipes)
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            _end(process)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _end(process: subprocess.Popen) -> None:
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


_BEGIN = "import sys; from search.crew import work; work(int(sys.argv[1]))"


def work(descriptor: int) -> None:
    """What each process does: make entries of the keys that come, until the pipe ends."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # the one that began this process is interrupted, and ends the pipe
    import django

    django.setup()
    from django.db import connection

    from search import entries
    from search.indexing.making import make

    pipe = Connection(descriptor)
    gc.freeze()
    gc.disable()  # nothing that is made refers to itself
    with suppress(EOFError, OSError):
        usual, common, connection.settings_dict["NAME"] = pipe.recv()
        while True:
            name, keys = pipe.recv()
            try:
                made = [make(entry, usual, common) for entry in entries.source(name).some(keys)]
            except Exception as error:  # it belongs to the one that waits for the answer
                pipe.send(error)
            else:
                pipe.send(made)
