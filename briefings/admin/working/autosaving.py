"""`…/autosave/` and `…/<id>/autosave/`: scripts post the whole form here every few seconds. Valid or not, it is kept.

Every ten minutes of writing the text is also kept as a version aside (`Origin.KEPT`), so that what was deleted an hour
ago can be looked up.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from briefings import drafting, unsaved
from briefings.admin.working.presence import company, note
from briefings.models import Autosave, Briefing, Origin

OFTEN_ENOUGH = timedelta(minutes=10)


class Autosaving:
    """Mixin for the admin of briefings. Needs `bound` and `content_in` of `Resuming`."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            path("autosave/", wrap(require_POST(self.autosave_view)), name="briefings_briefing_autosave_new"),
            path(
                "<int:pk>/autosave/",
                wrap(require_POST(self.autosave_view)),
                name="briefings_briefing_autosave",
            ),
            path(
                "unsaved/<slug:key>/discard/",
                wrap(require_POST(self.discard_view)),
                name="briefings_briefing_discard",
            ),
        ]
        return [*own, *super().get_urls()]

    def autosave_view(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
        briefing = self._written(request, pk)
        row = unsaved.keep(
            request.user,
            fields_in(request.POST),
            key=request.POST.get("_key", "")[:40],
            window=request.POST.get("_window", "")[:40],
            revision=_number(request.POST.get("_revision", "")),
            briefing=briefing,
        )
        answer = {
            "key": row.key,
            "revision": row.revision,
            "saved": time_format(timezone.localtime(row.saved_at), "TIME_FORMAT"),
        }
        if briefing:
            note(request.user, briefing, typed=True)
            if row.begun_at < timezone.now() - OFTEN_ENOUGH:
                self._keep_version(request, briefing)
            answer |= company(request.user, briefing, request.POST.get("seen", ""))
        return JsonResponse(answer)

    def discard_view(self, request: HttpRequest, key: str) -> HttpResponseRedirect:
        row = Autosave.objects.filter(user=request.user, key=key).exclude(fields={}).first()
        if row is None:
            raise Http404
        row.delete()
        self.message_user(request, _("The unsaved text is discarded."))
        if row.briefing_id:
            return HttpResponseRedirect(reverse("admin:briefings_briefing_change", args=[row.briefing_id]))
        return HttpResponseRedirect(reverse("admin:briefings_briefing_add"))

    def _written(self, request: HttpRequest, pk: int | None) -> Briefing | None:
        """The briefing that is being written, None for a new one. Refuses those who could not save it either."""
        if pk is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        briefing = get_object_or_404(
            Briefing.objects.select_related("latest_version__created_by", "format"), pk=pk
        )
        if not self.has_change_permission(request, briefing):
            raise PermissionDenied
        return briefing

    def _keep_version(self, request: HttpRequest, briefing: Briefing) -> None:
        newest = briefing.versions.defer("content").first()
        if newest and newest.created > timezone.now() - OFTEN_ENOUGH:
            return
        content = self.content_in(*self.bound(request, briefing, request.POST))
        drafting.set_aside(briefing, content, by=request.user, origin=Origin.KEPT)


def fields_in(posted) -> dict[str, list[str]]:
    """What a form says, without its buttons, secrets and blank rows."""
    return {
        name: values
        for name, values in posted.lists()
        if not name.startswith("_") and name != "csrfmiddlewaretoken" and "-__prefix__-" not in name
    }


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
