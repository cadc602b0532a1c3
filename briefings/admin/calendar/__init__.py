"""The calendar of the back office: what goes out when, and what is due.

spans      the days that a page shows
entries    what stands on them
moving     another day for an entry
pages      the page, and the address that moves
"""

from briefings.admin.calendar.pages import Calendar

__all__ = ["Calendar"]
