"""The bin: deleting takes a briefing away from readers and lists, and loses nothing for 30 days."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from briefings.models import Activity, Briefing, Deed
from briefings.publishing.locking import lock
from briefings.publishing.plans import call_off
from briefings.publishing.rights import require_sight
from briefings.publishing.unpublish import unpublish

KEPT_FOR = timedelta(days=30)


def bin(briefing: Briefing, *, by=None, now: datetime | None = None) -> None:
    """Put a briefing into the bin, withdrawing it first where it is public (which needs the right to publish)."""
    require_sight(by, "delete_briefing", briefing)
    with transaction.atomic():
        row = lock([briefing])[briefing.pk]
        if row.binned_at is None:
            if row.live_version_id:
                unpublish(briefing, by=by)
            row.binned_at = now or timezone.now()
            row.save(update_fields=["binned_at"])
            call_off(row.plans.unfinished(), by=by)
            Activity.note(row, Deed.BINNED, by=by)
        briefing.binned_at = row.binned_at


def restore(briefing: Briefing, *, by=None) -> None:
    """Take a briefing out of the bin, whole: it is a draft again, or withdrawn if it had been public."""
    require_sight(by, "restore_briefing", briefing)
    with transaction.atomic():
        row = lock([briefing])[briefing.pk]
        if row.binned_at:
            row.binned_at = None
            row.save(update_fields=["binned_at"])
            Activity.note(row, Deed.RESTORED, by=by)
    briefing.binned_at = None


def purge(now: datetime | None = None) -> int:
    """Delete for good what has lain in the bin for 30 days; return how many briefings that were."""
    long_ago = (now or timezone.now()) - KEPT_FOR
    with transaction.atomic():
        old = Briefing.objects.filter(binned_at__lt=long_ago).select_for_update(of=("self",))
        _rows, by_model = Briefing.objects.filter(pk__in=[briefing.pk for briefing in old]).delete()
    return by_model.get(Briefing._meta.label, 0)
