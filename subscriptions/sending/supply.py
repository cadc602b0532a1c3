"""What a sender takes in hand next: from every running mailing in turn, at the pace that all senders keep together."""

from __future__ import annotations

import time
from collections import deque

from django.conf import settings

from subscriptions.models import Mailing, MailingState
from subscriptions.sending.finishing import finish
from subscriptions.sending.ledger import Claimed, Ledger

LOOK_AGAIN = 1.0  # seconds until a look for mailings and for what is due, when there was nothing


class Supply:
    def __init__(self, ledger: Ledger):
        self._ledger = ledger
        self._taken: dict[tuple[int, str], int] = {}  # how far in a mailing, by domain
        self._mailings: deque[int] = deque()
        self._dry: set[int] = set()
        self._look_at = 0.0
        self._due_at = 0.0

    def some(self, most: int) -> list[Claimed]:
        """Up to `most` deliveries; none while there is nothing, or while the pace says wait."""
        now = time.monotonic()
        if now >= self._look_at:
            self._look(now)
        if settings.SENDING_RATE and self._mailings:
            most = self._ledger.permits("", settings.SENDING_RATE, most)
        return self._due(most, now) or self._queued(most) if most and self._mailings else []

    def settle(self) -> None:
        """Call done those of which nothing was left to take, if nothing of them is open anywhere."""
        for mailing in self._dry:
            finish(mailing)
        self._dry.clear()

    def forget(self) -> None:
        """Begin anew: what was taken has gone back."""
        self._taken.clear()
        self._look_at = 0.0

    def _look(self, now: float) -> None:
        self.settle()
        running = set(Mailing.objects.filter(state=MailingState.RUNNING).values_list("pk", flat=True))
        for mailing in running - set(self._mailings):
            self._mailings.append(mailing)
        for mailing in set(self._mailings) - running:
            self._drop(mailing)
        self._look_at = now + LOOK_AGAIN

    def _due(self, most: int, now: float) -> list[Claimed]:
        if now < self._due_at:
            return []
        due = self._ledger.claim_due(most)
        if not due:
            self._due_at = now + LOOK_AGAIN
        return due

    def _queued(self, most: int) -> list[Claimed]:
        """From the mailing whose turn it is; one that has nothing waiting is looked at again later."""
        limited = settings.SENDING_DOMAIN_RATES
        for _each in range(len(self._mailings)):
            self._mailings.rotate(-1)
            mailing = self._mailings[0]
            found = self._next(mailing, most, but=tuple(limited))
            for domain, rate in limited.items():
                found += self._of_domain(mailing, domain, rate, most - len(found))
            if found:
                return found
            self._drop(mailing)
            self._dry.add(mailing)
        return []

    def _of_domain(self, mailing: int, domain: str, rate: float, most: int) -> list[Claimed]:
        permits = self._ledger.permits(domain, rate, most) if most > 0 else 0
        return self._next(mailing, permits, domain=domain) if permits else []

    def _next(self, mailing: int, most: int, *, but: tuple[str, ...] = (), domain: str = "") -> list[Claimed]:
        """From where this sender was last; once from the beginning, where others may have put something back."""
        key = (mailing, domain)
        for after in (self._taken.get(key, 0), 0):
            found = self._ledger.claim(mailing, most, after, but=but, domain=domain)
            if found:
                self._taken[key] = found[-1].delivery
                return found
            if not after:
                break
        self._taken.pop(key, None)
        return []

    def _drop(self, mailing: int) -> None:
        self._mailings.remove(mailing)
        for key in [key for key in self._taken if key[0] == mailing]:
            del self._taken[key]
