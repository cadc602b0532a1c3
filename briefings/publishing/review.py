"""Between writer and editor. Richer review (approval of a version, assignees) builds on these two."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from briefings.models import Briefing, State
from briefings.publishing.errors import NotPossible
from briefings.publishing.locking import lock
from briefings.publishing.rights import require


def submit(briefing: Briefing, *, by=None) -> None:
    """A writer hands a draft (or a withdrawn piece) to the editors. Raises NotPossible for what is public."""
    _move(briefing, by, "change_briefing", {State.DRAFT, State.WITHDRAWN}, State.IN_REVIEW)


def return_to_writer(briefing: Briefing, *, by=None) -> None:
    """An editor hands a submitted draft back."""
    _move(briefing, by, "publish_briefing", {State.IN_REVIEW}, State.DRAFT)


def _move(briefing: Briefing, by, permission: str, sources: set[State], target: State) -> None:
    require(by, permission)
    with transaction.atomic():
        row = lock([briefing])[briefing.pk]
        if row.state not in {*sources, target} or row.binned_at:
            raise NotPossible(
                _("This is not possible while it is %(state)s.") % {"state": row.get_state_display()}
            )
        row.state = target
        row.save(update_fields=["state"])
    briefing.state = target
