"""The back office of the mailing lists: lists, readers and their history, suppression list, imports, mailings."""

from subscriptions.admin import deliveries, imports, lists, mailings, subscribers, suppressions

__all__ = ["deliveries", "imports", "lists", "mailings", "subscribers", "suppressions"]
