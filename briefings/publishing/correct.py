from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from briefings import drafting
from briefings.models import Activity, Briefing, Correction, Deed, Publication, State, Version
from briefings.publishing.amending import owe
from briefings.publishing.errors import NotPossible
from briefings.publishing.locking import lock
from briefings.publishing.publish import publish, refresh
from briefings.publishing.rights import require


def correct(
    briefing: Briefing,
    *,
    note: str,
    material: bool = True,
    by=None,
    version: Version | None = None,
    now: datetime | None = None,
) -> Publication:
    """Publish `version` (by default what the draft says now) with a public note on what was wrong.

    The same note on the same version is recorded once. A material one is told in the next edition of a series that has
    sent the piece out. Raises what `publish` raises, and NotPossible for what is
    not public or an empty note.
    """
    require(by, "publish_briefing", briefing)
    now = now or timezone.now()
    if not note.strip():
        raise NotPossible(_("A correction needs a note that readers will see."))
    with transaction.atomic():
        if lock([briefing])[briefing.pk].state != State.PUBLISHED:
            raise NotPossible(_("Only what is public can be corrected."))
        version = version or drafting.freeze(briefing, by=by, note=note, now=now)
        publish(briefing, by=by, version=version, now=now)
        correction, made = Correction.objects.get_or_create(
            briefing=briefing,
            version=version,
            note=note.strip(),
            defaults={"material": material, "made_at": now, "by": by},
        )
        if made:
            Activity.note(
                briefing, Deed.CORRECTED, by=by, version=version.number, words=note.strip(), now=now
            )
            refresh([briefing.pk])
            if material:
                owe(briefing, correction.note, at=now, correction=correction)
    return Publication.objects.get(pk=briefing.pk)
