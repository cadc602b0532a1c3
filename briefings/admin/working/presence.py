"""Who else has a briefing open. The page says so every ten seconds; whoever has not for half a minute is gone.

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
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from briefings.models import Briefing, Presence

GONE_AFTER = timedelta(seconds=30)


class Presences:
    """Mixin for the admin of briefings: POST to `…/<id>/presence/`, with `typed=1` after typing, `leave=1` at the end."""

    def get_urls(self):
        presence = path(
            "<int:pk>/presence/",
            self.admin_site.admin_view(require_POST(self.presence_view)),
            name="briefings_briefing_presence",
        )
        return [presence, *super().get_urls()]

    def presence_view(self, request: HttpRequest, pk: int) -> JsonResponse:
        rows = Briefing.objects.select_related("latest_version__created_by")
        briefing = get_object_or_404(rows, pk=pk)
        if not self.has_change_permission(request, briefing):
            raise PermissionDenied
        if "leave" in request.POST:
            Presence.objects.filter(briefing=briefing, user=request.user).delete()
            return JsonResponse({})
        note(request.user, briefing, typed="typed" in request.POST)
        return JsonResponse(company(request.user, briefing, request.POST.get("seen", "")))

    def get_list_display(self, request: HttpRequest):
        shown = super().get_list_display(request)
        return [*shown, "at_it"] if self._others_at_work(request) else shown

    def get_changelist_instance(self, request: HttpRequest):
        changelist = super().get_changelist_instance(request)
        if self._others_at_work(request):
            others = _present().exclude(user=request.user).select_related("user").order_by("user")
            changelist.result_list = changelist.result_list.prefetch_related(
                Prefetch("presences", others, to_attr="others_at_it")
            )
        return changelist

    @admin.display(description=gettext_lazy("open now"))
    def at_it(self, briefing: Briefing) -> str:
        return ", ".join(name_of(row.user) for row in getattr(briefing, "others_at_it", ()))

    def _others_at_work(self, request: HttpRequest) -> bool:
        """Whether anybody else has any briefing open: else the list has no column for it."""
        if not hasattr(request, "others_at_work"):
            request.others_at_work = _present().exclude(user=request.user).exists()
        return request.others_at_work


def note(user, briefing: Briefing, *, typed: bool) -> None:
    """`user` has `briefing` open at this moment, and may have typed."""
    now = timezone.now()
    fresh = {"seen_at": now, "typed_at": now} if typed else {"seen_at": now}
    Presence.objects.bulk_create(
        [Presence(briefing=briefing, user=user, seen_at=now, typed_at=fresh.get("typed_at"))],
        update_conflicts=True,
        unique_fields=["briefing", "user"],
        update_fields=list(fresh),
    )


def company(user, briefing: Briefing, seen: str = "") -> dict[str, list[str] | str]:
    """`others`: a sentence for each who has it open as well. `newer`: one on what was saved since version `seen`."""
    rows = _present().filter(briefing=briefing).exclude(user=user).select_related("user").order_by("user")
    return {"others": [_sentence(row) for row in rows], "newer": _newer(user, briefing, seen)}


def name_of(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else _("Somebody")


def _present() -> QuerySet[Presence]:
    return Presence.objects.filter(seen_at__gt=timezone.now() - GONE_AFTER)


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


def _newer(user, briefing: Briefing, seen: str) -> str:
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
