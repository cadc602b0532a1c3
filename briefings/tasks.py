"""Where the worker looks for this app's jobs."""

from briefings import media_tasks

__all__ = ["media_tasks"]
