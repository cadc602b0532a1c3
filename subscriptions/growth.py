"""How a list grew: sign-ups, confirmations and departures a week over the last year, and the chart of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from subscriptions.charts import Chart, lines
from subscriptions.erasing import COUNTED
from subscriptions.models import MailingList

WEEKS = 53
LABELS = {"signed_up": _("sign-ups"), "confirmed": _("confirmations"), "left": _("departures")}

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


def chart(mailing_list: MailingList) -> Chart:
    """The last 53 weeks of a list as three lines."""
    found = weeks(mailing_list)
    return lines(
        name="growth",
        title=gettext("Growth in the last year, by week"),
        first=gettext("Week of"),
        kinds=LABELS,
        rows=[(f"{week.start}", (week.signed_up, week.confirmed, week.left)) for week in found],
        ticks={
            n: f"{week.start.month}/{week.start:%y}" for n, week in enumerate(found) if week.start.day <= 7
        },
        latest_first=True,
    )
