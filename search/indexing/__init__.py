"""Entries into the index: `index` and `remove` in the caller's transaction, `later` and `catch_up` for many,
`rebuild` for all of them; `renew` for those that stand beside the counted ones."""

from search.crew import Died
from search.indexing.asides import renew
from search.indexing.rebuild import AlreadyRunning, catch_up, rebuild
from search.indexing.store import index, later, remove, waiting

__all__ = ["AlreadyRunning", "Died", "catch_up", "index", "later", "rebuild", "remove", "renew", "waiting"]
