"""When to try again what a server did not take for now."""

from __future__ import annotations

import random

FIRST, FACTOR, LONGEST = 60.0, 4.0, 86_400.0  # seconds
MOST_ATTEMPTS = 9  # the last one after about three days


def delay(attempts: int) -> float:
    """Seconds until the next try after `attempts` that failed: growing, a day at most, spread by a fifth so that what
    failed together does not come back together."""
    return min(FIRST * FACTOR ** (attempts - 1), LONGEST) * random.uniform(0.8, 1.2)
