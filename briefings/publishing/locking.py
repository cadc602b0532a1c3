from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from briefings.models import Briefing

ADDRESSES = 0x6E657773  # any fixed number: the key of the lock under which new addresses are chosen


def lock(briefings: Iterable[Briefing]) -> dict[int, Briefing]:
    """Fresh, locked rows by id. Locked in the order of their ids, so that two batches never wait for each other.

    Read by a statement of their own: rows joined to a locked one are those from before the lock was waited for.
    """
    ids = sorted(briefing.pk for briefing in briefings)
    rows = Briefing.objects.filter(pk__in=ids)
    list(rows.select_for_update().order_by("pk").values_list("pk"))
    return {
        row.pk: row
        for row in rows.order_by("pk").select_related(
            "live_version", "latest_version", "format", "channel", "series"
        )
    }


def lock_addresses() -> None:
    """Until the transaction ends nobody else chooses a new address: equal titles get distinct slugs in a race."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADDRESSES])
