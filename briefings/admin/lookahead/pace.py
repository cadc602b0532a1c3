"""How often one writer may ask for a preview. Counted by each web process alone, in memory: nothing is written for it."""

from __future__ import annotations

import time
from collections import deque

MOST, SECONDS = 60, 60
_asked: dict[int, deque[float]] = {}


def wait(user: int, now: float | None = None) -> int:
    """0 and the request is counted, or the seconds after which this user may ask again."""
    now = time.monotonic() if now is None else now
    times = _asked.setdefault(user, deque())
    while times and times[0] <= now - SECONDS:
        times.popleft()
    if len(times) >= MOST:
        return max(1, round(times[0] + SECONDS - now))
    times.append(now)
    return 0


def forget() -> None:
    """Everybody may ask as often as at the start."""
    _asked.clear()
