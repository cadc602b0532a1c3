"""The back office of the site itself: its record, navigation, pages, front page and background jobs."""

from newsroom.admin import front, jobs, pages, site

__all__ = ["front", "jobs", "pages", "site"]
