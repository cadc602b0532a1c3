from __future__ import annotations

from django.db import transaction

from briefings import findable, findable_beside
from briefings.models import Activity, Briefing, Deed, Publication, Redirect, State
from briefings.publishing.following import follow
from briefings.publishing.locking import lock
from briefings.publishing.plans import call_off
from briefings.publishing.rights import require
from search import indexing


def unpublish(briefing: Briefing, *, by=None, calls_off: bool = True) -> None:
    """Take a publication away from readers; its address answers “gone”, the text stays with the editors.

    Publishing it again brings back address, short link and history. Without effect on what is not public.
    What was scheduled is called off, unless `calls_off` is False.
    """
    require(by, "publish_briefing", briefing)
    with transaction.atomic():
        row = lock([briefing])[briefing.pk]
        if row.state in (State.PUBLISHED, State.RETRACTED):
            people = findable_beside.credited_by([row.pk])
            Publication.objects.filter(pk=row.pk).delete()
            indexing.remove(findable.SOURCE, [row.pk])
            findable_beside.renew(people, [row.pk])
            follow([row.pk])
            Redirect.objects.gone(row.address)
            row.state, row.live_version, row.retraction_note = State.WITHDRAWN, None, ""
            row.save(update_fields=["state", "live_version", "retraction_note"])
            Activity.note(row, Deed.WITHDRAWN, by=by)
            if calls_off:
                call_off(row.plans.unfinished(), by=by)
        briefing.state, briefing.live_version = row.state, row.live_version
        briefing.retraction_note = row.retraction_note
