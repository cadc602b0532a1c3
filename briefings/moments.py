"""Moments in the site's time zone.

Django's `localtime` looks first for a zone that somebody activated for this request, which nobody does here; that look
costs several times what the conversion does, and a page converts a dozen moments.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def local(moment: datetime) -> datetime:
    """`moment` in the site's zone."""
    return moment.astimezone(timezone.get_default_timezone())


def day(moment: datetime) -> date:
    """Its day in the site's zone."""
    return local(moment).date()
