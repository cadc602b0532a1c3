"""Several messages in one call, where a provider has such: what the connections of a sender offer at the same moment.

The ledger knows of one message a connection, as ever; so with `SENDING_CONNECTIONS=100` up to a hundred go in a call, and
as many are in doubt where its answer is lost.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from subscriptions.sending.outcomes import Outcome, Outgoing
from subscriptions.sending.transports.answers import Result
from subscriptions.sending.transports.writing import Parsed, parsed

# Seconds to wait for others: what a turn of the sender hands out comes at once, but takes a moment to be taken apart.
GATHER, LONGEST_GATHER = 0.03, 0.5


@dataclass
class Offered:
    outgoing: Outgoing
    parsed: Parsed
    result: Outcome | Exception | None = None  # an exception is what its thread raises


@dataclass
class Gathering:
    waiting: list[Offered] = field(default_factory=list)
    coming: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)  # of `waiting`
    turn: threading.Lock = field(default_factory=threading.Lock)  # of whoever makes the call for all

    def wait(self) -> None:
        """Until nobody else is coming."""
        time.sleep(GATHER)
        until = time.monotonic() + LONGEST_GATHER
        while self.coming and time.monotonic() < until:
            time.sleep(GATHER / 10)

    def come(self, outgoing: Outgoing) -> Offered:
        with self.lock:
            self.coming += 1
        try:
            mine = Offered(outgoing, parsed(outgoing))
            with self.lock:
                self.waiting.append(mine)
        finally:
            with self.lock:
                self.coming -= 1
        return mine

    def take(self, mine: Offered, most: int) -> list[Offered]:
        """This one and those like it, each to somebody else."""
        with self.lock:
            found = {mine.outgoing.recipient: mine}
            for one in self.waiting:
                if len(found) < most and one.parsed.same_as(mine.parsed):
                    found.setdefault(one.outgoing.recipient, one)
            self.waiting = [one for one in self.waiting if found.get(one.outgoing.recipient) is not one]
            return list(found.values())


_GATHERING = Gathering()


def gathered(outgoing: Outgoing, post: Callable[[list[Outgoing]], list[Result]], most: int) -> Outcome:
    """What became of a message that went with others, `most` in a call: one of the threads that offer at the same time
    posts for all. Raises what `post` raises, in each of them."""
    mine = _GATHERING.come(outgoing)
    with _GATHERING.turn:
        if mine.result is None:
            _GATHERING.wait()
            _post(_GATHERING.take(mine, most), post)
    return of_one(mine.result)


def of_one(result: Outcome | Exception | None) -> Outcome:
    """Raises what a result says."""
    if isinstance(result, Exception):
        raise result
    return result


def _post(together: list[Offered], post) -> None:
    try:
        results = post([one.outgoing for one in together])
    except Exception as error:  # theirs as well: each thread raises it
        results = [error] * len(together)
    for one, result in zip(together, results, strict=True):
        one.result = result
