from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

SHOWN = 8  # lines of a card


@dataclass(frozen=True)
class Line:
    """`note` says what there is to know of it, `state` is a class of `.state` that marks it."""

    text: str
    url: str = ""
    note: str = ""
    state: str = ""


@dataclass(frozen=True)
class Card:
    """`empty` is said where there is no line, `more` is an address and what it leads to; `alarming`: somebody has to
    look at it now."""

    key: str
    title: str
    lines: list[Line]
    empty: str = ""
    more: tuple[str, str] | None = None
    alarming: bool = False
    template: str = "admin/dashboard/lines.html"
    figures: dict = field(default_factory=dict)


def ago(moment: datetime) -> str:
    """“today, 14:05”, “yesterday, 09:30” or the day, in the site's zone."""
    local = timezone.localtime(moment)
    today, hour = timezone.localdate(), date_format(local, "TIME_FORMAT")
    if local.date() == today:
        return _("today, %(time)s") % {"time": hour}
    if local.date() == today - timedelta(days=1):
        return _("yesterday, %(time)s") % {"time": hour}
    if local.date() == today + timedelta(days=1):
        return _("tomorrow, %(time)s") % {"time": hour}
    return date_format(local, "SHORT_DATETIME_FORMAT")


def day(when: date) -> str:
    """“today”, “tomorrow” or the day."""
    days = (when - timezone.localdate()).days
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    return near.get(days) or date_format(when, "DATE_FORMAT")
