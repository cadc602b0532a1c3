"""How a list grew: sign-ups, confirmations and departures a week over the last year, and the chart of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from subscriptions.erasing import COUNTED
from subscriptions.models import MailingList

WEEKS = 53
LABELS = {"signed_up": _("sign-ups"), "confirmed": _("confirmations"), "left": _("departures")}
_WIDTH, _HEIGHT, _LEFT, _FOOT = 900, 220, 44, 24

_WEEKLY = """
SELECT week, kind, sum(number)::int FROM (
    SELECT date_trunc('week', at AT TIME ZONE 'UTC')::date AS week, kind, count(*) AS number FROM subscriptions_event
    WHERE mailing_list_id = %(list)s AND at >= %(since)s AND kind = ANY(%(kinds)s)
      AND kind IN ('signed_up', 'confirmed', 'imported', 'added', 'left', 'returned')
    GROUP BY 1, 2
    UNION ALL
    SELECT week, kind, number FROM subscriptions_tally
    WHERE mailing_list_id = %(list)s AND week >= %(since)s AND kind = ANY(%(kinds)s)
) AS counted GROUP BY week, kind
"""


@dataclass(frozen=True)
class Week:
    start: date
    signed_up: int
    confirmed: int
    left: int


def weeks(mailing_list: MailingList) -> list[Week]:
    """The last 53 weeks, the present one last; each begins on a Monday (UTC)."""
    today = timezone.now().date()
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    found: dict[tuple[date, str], int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_WEEKLY, {"list": mailing_list.pk, "since": first, "kinds": list(COUNTED)})
        for week, kind, number in cursor.fetchall():
            found[week, kind] = number
    starts = [first + timedelta(weeks=number) for number in range(WEEKS)]
    return [Week(start, *(found.get((start, kind), 0) for kind in COUNTED)) for start in starts]


@dataclass(frozen=True)
class Line:
    """One kind as an SVG path."""

    kind: str
    label: str
    total: int
    points: str


@dataclass(frozen=True)
class Chart:
    """Everything that the template draws, in the units of its view box."""

    weeks: list[Week]
    lines: list[Line]
    rules: list[tuple[float, int]]
    months: list[tuple[float, date]]
    width: int = _WIDTH
    height: int = _HEIGHT
    left: int = _LEFT

    @classmethod
    def of(cls, mailing_list: MailingList) -> Chart:
        found = weeks(mailing_list)
        top = _round(max(max(week.signed_up, week.confirmed, week.left) for week in found))
        lines = []
        for kind in COUNTED:
            values = [getattr(week, kind) for week in found]
            points = " ".join(f"{_x(n):.1f},{_y(value, top):.1f}" for n, value in enumerate(values))
            lines.append(Line(kind, str(LABELS[kind]), sum(values), points))
        rules = [(_y(value, top), value) for value in sorted({0, top // 2, top})]
        months = [(_x(n), week.start) for n, week in enumerate(found) if week.start.day <= 7]
        return cls(found, lines, rules, months)


def _x(number: int) -> float:
    return _LEFT + number * (_WIDTH - _LEFT - 8) / (WEEKS - 1)


def _y(value: int, top: int) -> float:
    return _HEIGHT - _FOOT - value * (_HEIGHT - _FOOT - 12) / top


def _round(most: int) -> int:
    """The top of the scale: 10, 20, 50, 100, 200 …"""
    step = 10
    while True:
        for factor in (1, 2, 5):
            if most <= step * factor:
                return step * factor
        step *= 10
