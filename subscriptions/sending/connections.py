"""A sender's connections to the mail server, each in a thread that offers one message after another.

Threads touch no database: they are handed what to send, and hand back what became of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from subscriptions.sending.outcomes import Halt, Outcome, Outgoing, Unreachable, uncertain
from subscriptions.sending.transports import Transport

Result = Outcome | Unreachable | Halt
Make = Callable[[], Outgoing]


@dataclass(frozen=True)
class Report:
    """What became of what a slot was handed."""

    slot: int
    result: Result


class Connections:
    """`send(slot, make)` has a slot offer what `make()` builds; `reports(limit)` are those that are through."""

    def __init__(self, number: int, transport: Callable[[], Transport]):
        self._through: SimpleQueue[Report] = SimpleQueue()
        self._handed: list[SimpleQueue] = [SimpleQueue() for _slot in range(number)]
        self._threads = [
            threading.Thread(target=self._run, args=(slot, transport()), name=f"smtp-{slot}", daemon=True)
            for slot in range(number)
        ]
        for thread in self._threads:
            thread.start()

    def send(self, slot: int, make: Make) -> None:
        self._handed[slot].put(make)

    def reports(self, limit: float) -> list[Report]:
        """Everything that is through by now; waits `limit` seconds for the first."""
        found = []
        try:
            found.append(self._through.get(timeout=limit) if limit > 0 else self._through.get_nowait())
            while True:
                found.append(self._through.get_nowait())
        except Empty:
            return found

    def close(self) -> None:
        """Let all connections go; those that have something under way finish it first."""
        for handed in self._handed:
            handed.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self, slot: int, transport: Transport) -> None:
        while (make := self._handed[slot].get()) is not None:
            self._through.put(Report(slot, _result(transport, make)))
        transport.close()


def _result(transport: Transport, make: Make) -> Result:
    try:
        outgoing = make()
    except Exception as error:  # a message that cannot be written concerns everybody, and nothing has left
        return Halt(f"The message cannot be written: {type(error).__name__}: {error}")
    try:
        return transport.send(outgoing)
    except (Unreachable, Halt) as error:
        return error
    except Exception as error:  # nobody knows how far it came
        return uncertain(f"{type(error).__name__}: {error}")
