"""`…/autosave/` and `…/<id>/autosave/`: scripts post the whole form here every few seconds. Valid or not, it is kept."""

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

from briefings import unsaved
from briefings.admin.working.presence import Piece, note
from briefings.models import Autosave

OFTEN_ENOUGH = timedelta(minutes=10)


class Autosaving:
    """Mixin for the admin of a kind of piece. Needs `company` of `Presences`, and `written`, `keep_aside`
    (see `OfBriefings`)."""

    def get_urls(self):
        views = {
            "autosave/": ("autosave_new", self.autosave_view),
            "<int:pk>/autosave/": ("autosave", self.autosave_view),
            "unsaved/<slug:key>/discard/": ("discard", self.discard_view),
        }
        own = [
            path(
                route,
                self.admin_site.admin_view(require_POST(view)),
                name=f"briefings_{self.opts.model_name}_{name}",
            )
            for route, (name, view) in views.items()
        ]
        return [*own, *super().get_urls()]

    def autosave_view(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
        piece = self._written(request, pk)
        row = unsaved.keep(
            request.user,
            fields_in(request.POST),
            key=request.POST.get("_key", "")[:40],
            window=request.POST.get("_window", "")[:40],
            revision=_number(request.POST.get("_revision", "")),
            kind=self.opts.model_name,
            piece=piece,
        )
        answer = {
            "key": row.key,
            "revision": row.revision,
            "saved": time_format(timezone.localtime(row.saved_at), "TIME_FORMAT"),
        }
        if piece:
            note(request.user, piece, typed=True)
            if row.begun_at < timezone.now() - OFTEN_ENOUGH:
                self.keep_aside(request, piece)
            answer |= self.company(request.user, piece, request.POST.get("seen", ""))
        return JsonResponse(answer)

    def discard_view(self, request: HttpRequest, key: str) -> HttpResponseRedirect:
        rows = Autosave.objects.filter(user=request.user, kind=self.opts.model_name, key=key)
        row = rows.exclude(fields={}).first()
        if row is None:
            raise Http404
        row.delete()
        self.message_user(request, _("The unsaved text is discarded."))
        form = f"admin:briefings_{self.opts.model_name}"
        if row.piece_id:
            return HttpResponseRedirect(reverse(f"{form}_change", args=[row.piece_id]))
        return HttpResponseRedirect(reverse(f"{form}_add"))

    def _written(self, request: HttpRequest, pk: int | None) -> Piece | None:
        """The piece that is being written, None for a new one. Refuses those who could not save it either."""
        if pk is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        piece = get_object_or_404(self.written(request), pk=pk)
        if not self.has_change_permission(request, piece):
            raise PermissionDenied
        return piece


def fields_in(posted) -> dict[str, list[str]]:
    """What a form says, without its buttons, secrets and blank rows."""
    return {
        name: values
        for name, values in posted.lists()
        if not name.startswith("_") and name != "csrfmiddlewaretoken" and "-__prefix__-" not in name
    }


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
