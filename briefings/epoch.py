"""The content epoch as this process knows it, and values kept while it lasts.

A web process listens to PostgreSQL (LISTEN/NOTIFY, sent at commit by the trigger of migration 0002): within
milliseconds of a publish on any machine its epoch moves on and everything kept is forgotten. While it cannot
listen (in commands and tests, or when the connection is down) the epoch is unknown and nothing is kept.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime

import psycopg
from django.db import connections

log = logging.getLogger(__name__)
KEPT = 2000  # values; totals and facet counts of filter combinations, a few kB each
CHECK_SECONDS, RETRY_SECONDS = 20.0, 1.0


class Watch:
    """Follows the epoch in a thread of its own, with a connection of its own."""

    def __init__(self, alias: str = "default"):
        self.value: int | None = None
        self.changed_at: datetime | None = None
        self._alias = alias
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen. Once a process; a second call does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="content-epoch", daemon=True)
            self._thread.start()

    def remember(self, key: Hashable, make: Callable[[], object]) -> object:
        """`make()`, or what it returned earlier in this epoch. The epoch is read first: a change while `make`
        runs leaves its result under the old one, where nobody looks."""
        epoch = self.value
        if epoch is None:
            return make()
        full = (epoch, key)
        with self._lock:
            if full in self._kept:
                self._kept.move_to_end(full)
                return self._kept[full]
        made = make()
        with self._lock:
            self._kept[full] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made

    def _run(self) -> None:
        while True:
            try:
                self._follow()
            except psycopg.Error as error:
                log.warning(
                    "Content epoch unknown, pages are not cached until the database answers: %s", error
                )
            self.value = None
            threading.Event().wait(RETRY_SECONDS)

    def _follow(self) -> None:
        settings = connections[self._alias].get_connection_params()
        names = {
            k: v for k, v in settings.items() if k not in ("cursor_factory", "context", "prepare_threshold")
        }
        with psycopg.connect(**names, autocommit=True) as connection:
            connection.execute("LISTEN content_epoch")
            while True:
                row = connection.execute("SELECT value, changed_at FROM briefings_contentepoch").fetchone()
                self.value, self.changed_at = row or (None, None)
                for _notice in connection.notifies(timeout=CHECK_SECONDS, stop_after=1):
                    self.value = None  # nothing is kept until the new epoch is read, a moment later


_watch = Watch()
start = _watch.start
remember = _watch.remember


def current() -> int | None:
    """The epoch, or None while this process does not know it."""
    return _watch.value


def changed_at() -> datetime | None:
    """When the epoch last moved on, or None while this process does not know it."""
    return _watch.changed_at if _watch.value is not None else None
