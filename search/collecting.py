"""How often Python looks for things that only refer to each other: what makes a million that stay need not, as often as
usual, look through them all."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def seldom(*threshold: int) -> Generator[None]:
    """Within, `gc.set_threshold` is `threshold`; afterwards, what it was."""
    usual = gc.get_threshold()
    gc.set_threshold(*threshold)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
