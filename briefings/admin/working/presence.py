"""Who else has a piece open. The page says so every ten seconds; whoever has not for half a minute is gone.

The answers are sentences in the language of the one who asks, so that scripts only have to show them.
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from briefings.models import Briefing, Edition, Presence

type Piece = Briefing | Edition
GONE_AFTER = timedelta(seconds=30)


class Presences:
    """Mixin for the admin of a kind of piece: POST to `…/<id>/presence/`, with `typed=1` after typing, `leave=1` at the
    end. Needs `written`, `newer` (see `OfBriefings`)."""

    def get_urls(self):
        presence = path(
            "<int:pk>/presence/",
            self.admin_site.admin_view(require_POST(self.presence_view)),
            name=f"briefings_{self.opts.model_name}_presence",
        )
        return [presence, *super().get_urls()]

    def presence_view(self, request: HttpRequest, pk: int) -> JsonResponse:
        piece = get_object_or_404(self.written(request), pk=pk)
        if not self.has_change_permission(request, piece):
            raise PermissionDenied
        if "leave" in request.POST:
            self._present().filter(**{self.opts.model_name: piece}, user=request.user).delete()
            return JsonResponse({})
        note(request.user, piece, typed="typed" in request.POST)
        return JsonResponse(self.company(request.user, piece, request.POST.get("seen", "")))

    def company(self, user, piece: Piece, seen: str = "") -> dict[str, list[str] | str]:
        """`others`: a sentence for each who has it open as well. `newer`: one on what was saved since `seen`."""
        rows = self._present().filter(**{self.opts.model_name: piece}).exclude(user=user)
        others = [_sentence(row) for row in rows.select_related("user").order_by("user")]
        return {"others": others, "newer": self.newer(user, piece, seen)}

    def get_list_display(self, request: HttpRequest):
        shown = super().get_list_display(request)
        return [*shown, "at_it"] if self._others_at_work(request) else shown

    def get_changelist_instance(self, request: HttpRequest):
        changelist = super().get_changelist_instance(request)
        if self._others_at_work(request):
            others = self._present().exclude(user=request.user).select_related("user").order_by("user")
            changelist.result_list = changelist.result_list.prefetch_related(
                Prefetch("presences", others, to_attr="others_at_it")
            )
        return changelist

    @admin.display(description=gettext_lazy("open now"))
    def at_it(self, piece: Piece) -> str:
        return ", ".join(name_of(row.user) for row in getattr(piece, "others_at_it", ()))

    def _others_at_work(self, request: HttpRequest) -> bool:
        """Whether anybody else has any such piece open: else the list has no column for it."""
        if not hasattr(request, "others_at_work"):
            request.others_at_work = self._present().exclude(user=request.user).exists()
        return request.others_at_work

    def _present(self) -> QuerySet[Presence]:
        rows = Presence.objects.filter(seen_at__gt=timezone.now() - GONE_AFTER)
        return rows.filter(**{f"{self.opts.model_name}__isnull": False})


def note(user, piece: Piece, *, typed: bool) -> None:
    """`user` has `piece` open at this moment, and may have typed."""
    now, kind = timezone.now(), piece._meta.model_name
    fresh = {"seen_at": now, "typed_at": now} if typed else {"seen_at": now}
    Presence.objects.bulk_create(
        [Presence(**{kind: piece}, user=user, seen_at=now, typed_at=fresh.get("typed_at"))],
        update_conflicts=True,
        unique_fields=[kind, "user"],
        update_fields=list(fresh),
    )


def name_of(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else _("Somebody")


def _sentence(row: Presence) -> str:
    name = name_of(row.user)
    if row.typed_at is None:
        return _("%(name)s has this open.") % {"name": name}
    minutes = int((timezone.now() - row.typed_at).total_seconds() // 60)
    if not minutes:
        return _("%(name)s has this open and is typing.") % {"name": name}
    said = ngettext(
        "%(name)s has this open, last typed %(minutes)d minute ago.",
        "%(name)s has this open, last typed %(minutes)d minutes ago.",
        minutes,
    )
    return said % {"name": name, "minutes": minutes}
