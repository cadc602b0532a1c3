from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from briefings import findable
from briefings.models import Activity, Briefing, Deed, Publication, State
from briefings.publishing.errors import NotPossible
from briefings.publishing.locking import lock
from briefings.publishing.rights import require
from search import indexing


def retract(briefing: Briefing, *, note: str, by=None) -> None:
    """Declare a publication no longer valid: its page stays under a notice with `note`, listings and feeds drop it.

    Raises NotPossible for what is not public and for an empty note. Publishing a version lifts the retraction.
    """
    require(by, "publish_briefing", briefing)
    if not note.strip():
        raise NotPossible(_("A retraction needs a reason that readers will see."))
    with transaction.atomic():
        row = lock([briefing])[briefing.pk]
        if row.state not in (State.PUBLISHED, State.RETRACTED):
            raise NotPossible(_("Only what is public can be retracted."))
        row.state, row.retraction_note = State.RETRACTED, note.strip()
        row.save(update_fields=["state", "retraction_note"])
        Activity.note(row, Deed.RETRACTED, by=by, words=row.retraction_note)
        Publication.objects.filter(pk=row.pk).update(retracted=True, retraction_note=row.retraction_note)
        indexing.remove(findable.SOURCE, [row.pk])
        briefing.state, briefing.retraction_note = row.state, row.retraction_note
