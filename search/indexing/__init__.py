"""Entries into the index: `index` and `remove` in the caller's transaction, `rebuild` for all of them."""

from search.indexing.rebuild import AlreadyRunning, rebuild
from search.indexing.store import index, remove

__all__ = ["AlreadyRunning", "index", "rebuild", "remove"]
