"""The days that a page of the calendar shows: whole weeks of a month, one week, or a list of a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

MONTH, WEEK, LIST = "month", "week", "list"
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class Span:
    """`anchor` is the day that was asked for; `first` to `last` is what is shown."""

    view: str
    anchor: date
    first: date
    last: date

    @classmethod
    def of(cls, view: str, day: str, today: date) -> Span:
        """What the parameters ask for; odd ones ask for this month."""
        anchor = _day(day) or today
        view = view if view in (MONTH, WEEK, LIST) else MONTH
        first = anchor if view == WEEK else anchor.replace(day=1)
        last = anchor if view == WEEK else (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if view != LIST:
            first -= timedelta(days=first.weekday())
            last += timedelta(days=6 - last.weekday())
        return cls(view, anchor, first, last)

    @property
    def weeks(self) -> list[list[date]]:
        days = [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]
        return [days[n : n + 7] for n in range(0, len(days), 7)]

    @property
    def before(self) -> date:
        if self.view == WEEK:
            return self.anchor - timedelta(days=7)
        return (self.anchor.replace(day=1) - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        if self.view == WEEK:
            return self.anchor + timedelta(days=7)
        return (self.anchor.replace(day=1) + timedelta(days=31)).replace(day=1)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The beginning of the first day and of the one after the last, in the site's zone."""
        return midnight(self.first), midnight(self.last + timedelta(days=1))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _EARLIEST <= day <= _LATEST else None
