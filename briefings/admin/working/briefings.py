"""What is special about the form of a briefing while somebody writes: its versions.

Every ten minutes of writing the text is also kept as a version aside (`Origin.KEPT`), so that what was deleted an hour
ago can be looked up.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from briefings import drafting
from briefings.admin.said import content_said
from briefings.admin.working.autosaving import OFTEN_ENOUGH
from briefings.admin.working.presence import name_of
from briefings.models import Briefing, Origin


class OfBriefings:
    """Mixin for the admin of briefings, for those of `working`."""

    def written(self, request: HttpRequest) -> QuerySet[Briefing]:
        """Among these is what somebody writes; with what is told of it. Rights are asked of each."""
        return Briefing.objects.select_related("latest_version__created_by", "format")

    def seen_of(self, briefing: Briefing) -> str:
        """What a form that is opened now begins with: the number of the latest version."""
        return str(briefing.latest_version.number) if briefing.latest_version else ""

    def working_links(self, briefing: Briefing | None) -> dict[str, str]:
        if briefing is None:
            return {"autosave": reverse("admin:briefings_briefing_autosave_new")}
        return {
            name: reverse(f"admin:briefings_briefing_{name}", args=[briefing.pk])
            for name in ("autosave", "presence", "compare")
        }

    def begun(self, request: HttpRequest, briefing: Briefing | None) -> dict[str, str]:
        """What the form carries of that: its field `seen` does."""
        return {}

    def keep_aside(self, request: HttpRequest, briefing: Briefing) -> None:
        newest = briefing.versions.defer("content").first()
        if newest and newest.created > timezone.now() - OFTEN_ENOUGH:
            return
        content = content_said(*self.bound(request, briefing, request.POST))
        drafting.set_aside(briefing, content, by=request.user, origin=Origin.KEPT)

    def newer(self, user, briefing: Briefing, seen: str) -> str:
        """A sentence on what was saved since version `seen`, if anything was."""
        latest = briefing.latest_version
        if not latest or not seen.isdecimal() or int(seen) >= latest.number:
            return ""
        said = _(
            "%(name)s saved version %(number)s at %(time)s. When you save, both texts are brought together; "
            "nothing is written over."
        )
        if latest.created_by == user:
            said = _(
                "You saved version %(number)s at %(time)s in another window. When you save here, both texts are "
                "brought together; nothing is written over."
            )
        when = time_format(timezone.localtime(latest.created), "TIME_FORMAT")
        return said % {"name": name_of(latest.created_by), "number": latest.number, "time": when}
