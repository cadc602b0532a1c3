"""Entries into the index: `index` and `remove` in the caller's transaction, `rebuild` for all of them."""

from search.indexing.rebuild import AlreadyRunning, rebuild, rebuild_if_outgrown
from search.indexing.store import index, remove

__all__ = ["AlreadyRunning", "index", "rebuild", "rebuild_if_outgrown", "remove"]
