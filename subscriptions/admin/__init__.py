"""The back office of the mailing lists: lists, readers and their history, suppression list, imports."""

from subscriptions.admin import imports, lists, subscribers, suppressions

__all__ = ["imports", "lists", "subscribers", "suppressions"]
