from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from briefings import findable, findable_beside
from briefings.models import Activity, Briefing, Deed, Publication, State
from briefings.publishing.amending import owe
from briefings.publishing.errors import NotPossible
from briefings.publishing.locking import lock
from briefings.publishing.plans import call_off
from briefings.publishing.rights import require
from search import indexing


def retract(briefing: Briefing, *, note: str, by=None, now: datetime | None = None) -> None:
    """Declare a publication no longer valid: its page stays under a notice with `note`, listings and feeds drop it, and the
    next edition of a series that has sent it out tells of it.

    Raises NotPossible for what is not public and for an empty note. Publishing a version lifts the retraction.
    """
    require(by, "publish_briefing", briefing)
    if not note.strip():
        raise NotPossible(_("A retraction needs a reason that readers will see."))
    with transaction.atomic():
        row = lock([briefing])[briefing.pk]
        if row.state not in (State.PUBLISHED, State.RETRACTED):
            raise NotPossible(_("Only what is public can be retracted."))
        known = row.state == State.RETRACTED
        row.state, row.retraction_note = State.RETRACTED, note.strip()
        row.save(update_fields=["state", "retraction_note"])
        call_off(row.plans.unfinished(), by=by)
        Activity.note(row, Deed.RETRACTED, by=by, words=row.retraction_note)
        Publication.objects.filter(pk=row.pk).update(retracted=True, retraction_note=row.retraction_note)
        if not known:
            owe(row, row.retraction_note, at=now or timezone.now())
        indexing.remove(findable.SOURCE, [row.pk])
        findable_beside.renew(findable_beside.credited_by([row.pk]), [row.pk])
        briefing.state, briefing.retraction_note = row.state, row.retraction_note
