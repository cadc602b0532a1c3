"""The form of an edition while somebody writes: kept, taken up again and shared with whoever else has it open, as that of a
briefing is. An edition has no versions: what its form was begun on is carried by the form itself.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from briefings.admin.editions.standing import seal, standing, written
from briefings.admin.working import Keepsafe
from briefings.admin.working.presence import name_of
from briefings.models import Edition


class EditionKeepsafe(Keepsafe):
    """Mixin for the admin of editions."""

    def written(self, request: HttpRequest) -> QuerySet[Edition]:
        """Those of the series that the user works on."""
        return self.get_queryset(request)

    def seen_of(self, edition: Edition) -> str:
        """What a form that is opened now begins with."""
        return seal(standing(edition))

    def working_links(self, edition: Edition | None) -> dict[str, str]:
        if edition is None:
            return {"autosave": reverse("admin:briefings_edition_autosave_new")}
        return {
            name: reverse(f"admin:briefings_edition_{name}", args=[edition.pk])
            for name in ("autosave", "presence")
        }

    def begun(self, request: HttpRequest, edition: Edition | None) -> dict[str, str]:
        """What the form carries of what it was begun on: as it came back, or as the edition is now."""
        sent = request.bound_to if hasattr(request, "unjudged") else request.POST
        if edition is None or "began" in sent:
            return {name: sent[name] for name in ("seen", "began") if name in sent}
        said = standing(edition)
        return {"seen": seal(said), "began": written(said)}

    def keep_aside(self, request: HttpRequest, edition: Edition) -> None:
        """There are no versions to keep it in."""

    def newer(self, user, edition: Edition, seen: str) -> str:
        """A sentence on what was saved since the form was opened, if anything was."""
        if not seen or seen == seal(standing(edition)):
            return ""
        by, at = last_saved(edition)
        said = _(
            "%(name)s saved this edition at %(time)s. When you save, both texts are brought together; "
            "nothing is written over."
        )
        if by == user:
            said = _(
                "You saved this edition at %(time)s in another window. When you save here, both texts are "
                "brought together; nothing is written over."
            )
        return said % {"name": name_of(by), "time": time_format(timezone.localtime(at), "TIME_FORMAT")}


def last_saved(edition: Edition) -> tuple:
    """By whom and when the edition was changed last; the user is None where nobody is known."""
    of_it = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Edition), object_id=str(edition.pk)
    )
    entry = of_it.select_related("user").order_by("-action_time").first()
    moment: datetime = entry.action_time if entry else edition.changed_at
    return entry and entry.user, moment
