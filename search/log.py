"""What readers look for, counted by day. Nothing about the readers, and nothing that looks like a person's data.

Counts gather in memory and are written by a thread of their own: a public page makes no write.
"""

from __future__ import annotations

import atexit
import logging
import re
import threading
from collections import defaultdict
from datetime import date, timedelta

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from search.models import Question
from search.querying.forms import normal

KEPT_FOR = timedelta(days=180)
_SECONDS, _MOST = 10, 5_000  # between writes; different questions in memory
_LONGEST = 100
_PRIVATE = re.compile(r"@|\d[\d\s().-]{5,}\d|://")

_logger = logging.getLogger(__name__)


def _none() -> list[int]:
    return [0, 0, 0, False]


class _Counts:
    """Questions not yet written: by day and words, [searches, in vain, results at last, whether that is known]."""

    def __init__(self) -> None:
        self._counts: dict[tuple[date, str], list[int]] = defaultdict(_none)
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def add(self, words: str, results: int, *, narrowed: bool) -> None:
        with self._lock:
            key = (timezone.localdate(), words)
            if key not in self._counts and len(self._counts) >= _MOST:
                return
            held = self._counts[key]
            held[0] += 1
            if not narrowed:
                held[1], held[2], held[3] = held[1] + (results == 0), results, True
            elif not held[3]:
                held[2] = results
            if self._timer is None:
                self._timer = threading.Timer(_SECONDS, self._write_apart)
                self._timer.daemon = True
                self._timer.start()

    def write(self) -> None:
        """Add what has gathered to the table, in the present thread and connection."""
        with self._lock:
            counts, self._counts = self._counts, defaultdict(_none)
            self._timer = None
        rows = [(*key, *held) for key, held in sorted(counts.items())]
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany(_ADD, rows)

    def _write_apart(self) -> None:
        try:
            self.write()
        except Exception:
            _logger.exception("What readers looked for could not be counted")
        finally:
            connections.close_all()


_counts = _Counts()
write = _counts.write
atexit.register(_counts._write_apart)


def record(text: str, results: int, *, narrowed: bool) -> None:
    """Count a question with its number of results. Long ones and those with numbers or addresses of people are not.

    Of a `narrowed` one only the words count: that a filter leaves nothing does not mean that nothing is there.
    """
    if not settings.SEARCH_LOG or len(text) > _LONGEST or _PRIVATE.search(text):
        return
    words = normal(text)
    if words:
        _counts.add(words, results, narrowed=narrowed)


def purge() -> int:
    """Forget questions after KEPT_FOR; how many rows that were."""
    return Question.objects.filter(day__lt=timezone.localdate() - KEPT_FOR).delete()[0]


_ADD = f"""
INSERT INTO {Question._meta.db_table} AS old (day, query, searches, in_vain, results) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (day, query) DO UPDATE SET searches = old.searches + excluded.searches,
    in_vain = old.in_vain + excluded.in_vain, results = CASE WHEN %s THEN excluded.results ELSE old.results END"""
