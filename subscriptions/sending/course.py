"""How the sending of a mailing went on, as a chart: what was taken and refused, minute by minute."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from subscriptions.charts import Chart, columns
from subscriptions.models import DeliveryState, Mailing

KINDS = (DeliveryState.SENT, DeliveryState.FAILED)
GRAIN = 5  # seconds that are counted together; columns are whole numbers of these
STEPS = (5, 10, 30, 60, 300, 600, 1800, 3600, 3 * 3600, 6 * 3600, 24 * 3600)  # seconds of a column
MOST, MARKS = 48, 6
SHOWN = 0.98  # what is tried again for days would press the rest into a single column
_COUNT = """
SELECT date_bin(%s, at, %s) AS begun, state, count(*) FROM subscriptions_delivery
WHERE mailing_id = %s AND state = ANY(%s) GROUP BY 1, 2
"""


def course(mailing: Mailing) -> Chart | None:
    """The chart; None where everything was through in a moment, or nothing is yet. One query."""
    found = _counted(mailing)
    if not found:
        return None
    begin = min(grain for grain, _state in found)
    end = _most_of_it(found)
    step = next((one for one in STEPS if (end - begin) * GRAIN / one <= MOST), STEPS[-1]) // GRAIN
    number = (end - begin) // step + 1
    if number < 2:
        return None
    start = mailing.created_at + timedelta(seconds=begin * GRAIN)
    shown, later = Counter(), 0
    for (grain, state), count in found.items():
        column = (grain - begin) // step
        shown[column, state] += count
        later += count if column >= number else 0
    at = [start + timedelta(seconds=n * step * GRAIN) for n in range(number)]
    days = at[0].date() != at[-1].date()
    every = max(1, -(-number // MARKS))
    return columns(
        name="course",
        title=_("How it went on"),
        first=_("Beginning at"),
        kinds={state: state.label for state in KINDS},
        rows=[(_said(at[n], True), [shown[n, state] for state in KINDS]) for n in range(number)],
        ticks={n: _said(at[n], days) for n in range(0, number, every)},
        note=ngettext("%d more came later.", "%d more came later.", later) % later if later else "",
    )


def _counted(mailing: Mailing) -> Counter[tuple[int, str]]:
    """Deliveries by the time that they were through, in grains since the mailing was frozen, and by state."""
    with connection.cursor() as cursor:
        grain, states = timedelta(seconds=GRAIN), [str(state) for state in KINDS]
        cursor.execute(_COUNT, [grain, mailing.created_at, mailing.pk, states])
        return Counter(
            {
                ((begun - mailing.created_at) // grain, state): number
                for begun, state, number in cursor.fetchall()
            }
        )


def _most_of_it(found: Counter[tuple[int, str]]) -> int:
    """The grain by which nearly everything was through."""
    seen, enough = 0, SHOWN * found.total()
    for (grain, _state), number in sorted(found.items()):
        seen += number
        if seen >= enough:
            return grain
    raise ValueError("nothing was counted")


def _said(moment: datetime, with_day: bool) -> str:
    return date_format(timezone.localtime(moment), "m-d H:i" if with_day else "H:i")
