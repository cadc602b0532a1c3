"""Processes that analyse and write entries for a rebuild, which is nearly all of its work.

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
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, Pipe, wait
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from search.indexing.common import Common
    from search.indexing.numbering import Counts, Numbering
    from search.indexing.sampling import Sample

Batch = tuple[
    int, str, Sequence[int]
]  # the number of its first entry, a source's name, and keys of its entries
ORPHANS = 0x5EA6C6  # the lock that every process of a crew shares


class Died(Exception):
    """A process ended before its work was done."""


class Crew:
    """`build` hands batches of keys out to the processes, which write their entries into the new index."""

    def __init__(self, pipes: list[Connection]):
        self._pipes = pipes

    def sample(self, batches: Iterable[Batch]) -> Iterable[Sample]:
        """What each process finds in its share of these entries. Raises Died, and what a process raised."""
        for _done in self._handed_out(batches):
            pass
        return self._ended()

    def begin(self, schema: str, usual: float, common: Common, numbering: Numbering) -> None:
        """Tell them what to fill, the tables of `schema`. Raises Died."""
        self._numbering = numbering
        for pipe in self._pipes:
            _tell(pipe, (schema, usual, common))

    def build(self, batches: Iterable[Batch]) -> Iterable[int]:
        """How many entries each batch had, as it is done. Raises Died, and what a process raised."""
        return self._handed_out(batches)

    def counts(self) -> Iterable[Counts]:
        """What each process has counted, when all batches are done."""
        return [*self._ended()]

    @contextmanager
    def indexing(self, schema: str) -> Generator[None]:
        """Have one process make the large index meanwhile: in the end that keeps one processor only. Raises Died, and what
        the process raised."""
        _tell(self._pipes[0], (schema, processors()))
        yield
        _heard(self._pipes[0])

    def _handed_out(self, batches: Iterable[Batch]) -> Generator[int]:
        coming = iter(batches)
        busy = [pipe for pipe in self._pipes if _given(pipe, coming)]
        while busy:
            for pipe in cast("list[Connection]", wait(busy)):
                said = _heard(pipe)
                if isinstance(said, dict):  # keys that it has not met before
                    _tell(pipe, self._numbering.give(said))
                    continue
                if not _given(pipe, coming):
                    busy.remove(pipe)
                yield said

    def _ended(self) -> Iterable[Any]:
        for pipe in self._pipes:
            _tell(pipe, None)
        return map(_heard, self._pipes)


def _given(pipe: Connection, coming: Iterator[Batch]) -> bool:
    for batch in coming:
        _tell(pipe, batch)
        return True
    return False


def _tell(pipe: Connection, what: object) -> None:
    try:
        pipe.send(what)
    except OSError as error:
        raise Died("A process that builds the index ended too early.") from error


def _heard(pipe: Connection) -> Any:
    try:
        said = pipe.recv()
    except (EOFError, OSError) as error:
        raise Died("A process that builds the index ended too early.") from error
    if isinstance(said, BaseException):
        raise said
    return said


@contextmanager
def crew(database: str) -> Generator[Crew]:
    """A process for each processor, for the database of that name. Raises Died."""
    pipes, processes = [], []
    try:
        for _ in range(processors()):
            ours, theirs = Pipe()
            processes.append(
                subprocess.Popen(
                    [sys.executable, "-c", _BEGIN, str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    env={**os.environ, **_ALONE, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                )
            )
            theirs.close()
            pipes.append(ours)
        for pipe in pipes:
            _tell(pipe, database)
        yield Crew(pipes)
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            _end(process)


def processors() -> int:
    """How many processors there are to work on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _end(process: subprocess.Popen) -> None:
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


_ALONE = {"OPENBLAS_NUM_THREADS": "1"}  # NumPy would make threads for each processor in each process
_BEGIN = "import sys; from search.crew import work; work(int(sys.argv[1]))"


def work(descriptor: int) -> None:
    """What each process does: write the entries of the keys that come, until the pipe ends."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # the one that began this process is interrupted, and ends the pipe
    import django

    django.setup()
    pipe = Connection(descriptor)
    gc.freeze()
    gc.disable()  # nothing that is made refers to itself
    with suppress(EOFError, OSError):
        _serve(pipe)


def _serve(pipe: Connection) -> None:
    from django.db import connection

    from search import entries
    from search.indexing.builder import Builder  # before there is something to do: it takes a while
    from search.indexing.layout import Planner
    from search.indexing.sampling import Sampler
    from search.indexing.schema import create_large_index

    connection.settings_dict["NAME"] = pipe.recv()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [ORPHANS])
        cursor.execute("SET synchronous_commit = off")  # the swap at the end waits for all that was written

    def give(keys):
        pipe.send(keys)
        return pipe.recv()

    planner = Planner()
    sampler = Sampler(planner)
    _work_off(pipe, lambda _first, name, keys: sampler.add(entries.source(name).some(keys)))
    pipe.send(sampler.sample)
    builder = Builder(*pipe.recv(), give, planner)
    _work_off(pipe, lambda first, name, keys: builder.add(first, entries.source(name).some(keys)))
    pipe.send(builder.counts)
    _work_off(pipe, create_large_index)


def _work_off(pipe: Connection, do: Callable[..., int | None]) -> None:
    """Do what comes, and tell what that gives, as how many entries a batch had, until None comes."""
    while batch := pipe.recv():
        try:
            done = do(*batch)
        except (EOFError, OSError):
            raise
        except Exception as error:  # it belongs to the one that waits for the answer
            pipe.send(error)
        else:
            pipe.send(done)
