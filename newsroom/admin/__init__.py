"""The back office of the site itself: its record, navigation, pages, front page and background jobs."""

from newsroom.admin import accounts, front, jobs, pages, site, yes_no

__all__ = ["accounts", "front", "jobs", "pages", "site", "yes_no"]
