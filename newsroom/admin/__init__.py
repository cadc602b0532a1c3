"""The back office of the site itself: its record, navigation, pages and front page."""

from newsroom.admin import front, pages, site

__all__ = ["front", "pages", "site"]
