"""One process that sends: takes deliveries in hand, has its connections offer them, writes down what became of them.

Any number of these run at the same time, on any number of machines. What keeps them apart is in `ledger`.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.db import Error, connection

from subscriptions.sending.connections import Connections, Make, Result
from subscriptions.sending.ledger import (
    Claimed,
    Fenced,
    Ledger,
    Turn,
    anything_due,
    bring_forward,
    leave_out_the_stopped,
    take_over_the_dead,
)
from subscriptions.sending.outcomes import Halt, Outcome, Unreachable
from subscriptions.sending.prepared import plan_anew
from subscriptions.sending.supply import Supply
from subscriptions.sending.transports import transport
from subscriptions.sending.writing import Writing

log = logging.getLogger(__name__)
AHEAD = 64  # deliveries in hand for each connection
WAIT, IDLE = 0.5, 0.1  # seconds that a turn waits for an answer, or with nothing to do
LOOK_ROUND = 5.0  # seconds between looks for senders that died; a lease lasts several
MOST_IN_A_ROW = {"failed": 20, "uncertain": 5}  # without one that was taken, before the mailing is paused
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0  # seconds before a server that cannot be reached is tried again
BACK = Outcome("queued")


@dataclass(frozen=True)
class Stop:
    """A mailing is to be paused with these words, or everything that runs (None)."""

    mailing: int | None
    words: str


class Engine:
    def __init__(self, connections: int | None = None):
        self._slots = connections or settings.SENDING_CONNECTIONS
        self._ledger = Ledger(self._slots)
        self._supply = Supply(self._ledger)
        self._ready: deque[Claimed] = deque()
        self._under_way: dict[int, Claimed] = {}
        self._turn = Turn()
        self._stops: list[Stop] = []
        self._unreachable = ""
        self._writing = Writing()
        self._in_a_row: Counter[tuple[int, str]] = Counter()
        self._pause, self._resume_at = 0.0, 0.0
        self._look_round_at = 0.0

    def run(self, stop: threading.Event, *, until_idle: bool = False) -> None:
        """Send until `stop`, then finish what is under way; with `until_idle` also once nothing is due, however long the
        server or the pace made it wait for what was."""
        self._persist(self._ledger.register)
        self._connections = Connections(self._slots, transport)
        while not stop.is_set():
            try:
                if not self._once() and until_idle and not anything_due():
                    break
            except Fenced:
                self._begin_anew()
            except Error as error:
                log.warning("The database: %s", error)
                self._persist(self._recover)
        while self._under_way:
            self._listen(WAIT)
            self._persist(self._stay)
        self._persist(self._go)
        self._connections.close()

    def _once(self) -> bool:
        """One turn; whether there was anything to do. What became of messages is written before anything else that
        may fail is tried."""
        self._look_round()
        can_offer = self._ready and len(self._under_way) < self._slots
        self._listen(WAIT if self._under_way and not can_offer else 0.0)
        if self._stops or self._unreachable:
            self._write({})
            self._act()
        if not self._ready:
            self._fill()
        offers = self._offers()
        if self._turn.outcomes or offers:
            self._write(offers)
            self._get_ahead()
            return True
        if not self._under_way:
            self._supply.settle()
            time.sleep(IDLE)
        return bool(self._under_way)

    def _listen(self, limit: float) -> None:
        for report in self._connections.reports(limit):
            self._note(self._under_way.pop(report.slot), report.result)

    def _note(self, claimed: Claimed, result: Result) -> None:
        """Keep what became of a message, and what follows from it; nothing here can fail."""
        if isinstance(result, Unreachable):
            self._unreachable = str(result) or "no answer"
        elif isinstance(result, Halt):
            self._stops.append(Stop(None if result.everything else claimed.mailing, str(result)))
        else:
            self._pause = 0.0
            self._count(claimed, result)
        self._turn.outcomes.append((claimed, result if isinstance(result, Outcome) else BACK))

    def _count(self, claimed: Claimed, outcome: Outcome) -> None:
        """A mailing of which nothing gets through is paused: it is not the readers who are at fault then."""
        if outcome.state == "sent":
            for state in MOST_IN_A_ROW:
                self._in_a_row.pop((claimed.mailing, state), None)
            return
        key = (claimed.mailing, outcome.state)
        self._in_a_row[key] += 1
        if self._in_a_row[key] >= MOST_IN_A_ROW.get(outcome.state, self._in_a_row[key] + 1):
            del self._in_a_row[key]
            self._stops.append(Stop(claimed.mailing, outcome.words))

    def _act(self) -> None:
        """Pause what is to be paused; leave a server alone that cannot be reached, for longer each time."""
        while self._stops:
            stop = self._stops[0]
            for mailing in self._ledger.pause(stop.words, stop.mailing):
                log.error("Mailing %s is paused: %s", mailing, stop.words)
            self._put_back(stop.mailing)
            del self._stops[0]
        if self._unreachable:
            if time.monotonic() >= self._resume_at:  # of connections that fail together the first counts
                self._pause = min(self._pause * 2 or FIRST_PAUSE, LONGEST_PAUSE)
                self._resume_at = time.monotonic() + self._pause * random.uniform(0.8, 1.2)
            log.warning("The mail server cannot be reached: %s", self._unreachable)
            self._ledger.trouble(self._unreachable)
            self._put_back(None)
            self._unreachable = ""

    def _put_back(self, mailing: int | None) -> None:
        """What is in hand but not under way goes back to the queue: of a mailing, or everything."""
        back = [one for one in self._ready if mailing in (None, one.mailing)]
        self._ledger.release(back)
        self._ready = deque(one for one in self._ready if mailing not in (None, one.mailing))
        self._supply.forget()
        self._writing.forget()

    def _fill(self) -> None:
        wanted = self._slots * AHEAD
        if len(self._ready) <= wanted // 2 and time.monotonic() >= self._resume_at:
            self._ready += self._supply.some(wanted - len(self._ready))

    def _get_ahead(self) -> None:
        """While the connections are busy: have the next messages ready, so that an answer waits for one commit alone."""
        self._fill()
        for claimed in islice(self._ready, self._slots):
            self._writing.ahead(claimed)

    def _offers(self) -> dict[int, tuple[Claimed, Make]]:
        """What each idle slot offers next."""
        offers: dict[int, tuple[Claimed, Make]] = {}
        for slot in range(self._slots):
            if slot not in self._under_way and self._ready and time.monotonic() >= self._resume_at:
                claimed = self._ready.popleft()
                offers[slot] = claimed, self._writing.hand_out(claimed)
        return offers

    def _write(self, offers: dict[int, tuple[Claimed, Make]]) -> None:
        """One commit: what became of messages, and which are offered next. Then these may go."""
        self._turn.offers = {slot: claimed for slot, (claimed, _make) in offers.items()}
        granted = self._ledger.turn(self._turn)
        self._turn = Turn()
        for slot in granted:
            self._under_way[slot], make = offers[slot]
            self._connections.send(slot, make)

    def _look_round(self) -> None:
        now = time.monotonic()
        if now >= self._look_round_at:
            self._look_round_at = now + LOOK_ROUND
            plan_anew()
            if doubtful := take_over_the_dead():
                log.error("A sender died: %s deliveries are in doubt", doubtful)
            leave_out_the_stopped()
            bring_forward()
            self._ledger.turn(Turn())

    def _forget_hands(self) -> None:
        self._turn = Turn(outcomes=self._turn.outcomes)
        self._ready.clear()
        self._supply.forget()
        self._writing.forget()

    def _begin_anew(self) -> None:
        """Others took this sender for dead: what it had in hand is theirs. What was under way is still told of."""
        log.error("Taken for dead, beginning anew")
        self._forget_hands()
        self._persist(self._ledger.register)

    def _recover(self) -> None:
        """After an error that leaves open what was committed. What became of messages is written first: what then is
        still in hand and not under way was never offered."""
        self._forget_hands()
        try:
            self._ledger.turn(self._turn)
            self._turn = Turn()
            self._ledger.recover(self._under_way)
        except Fenced:
            self._begin_anew()

    def _stay(self) -> None:
        """While the last ones are under way: write what became of others, and renew the lease. Who waits is not dead."""
        with suppress(Fenced):  # what was told is written in any case
            self._ledger.turn(Turn(outcomes=self._turn.outcomes))
        self._turn = Turn()

    def _go(self) -> None:
        """Write down what became of the last ones, put the rest back."""
        try:
            self._ledger.turn(Turn(outcomes=self._turn.outcomes))
            self._ledger.recover({})
        except Fenced:
            return
        self._ledger.leave()

    def _persist(self, step) -> None:
        """Do `step`, as often as it takes until the database is there."""
        while True:
            try:
                return step()
            except Error as error:
                log.warning("The database: %s", error)
                connection.close()
                time.sleep(WAIT)
