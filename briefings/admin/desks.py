"""Who works on which sections: the list of desks, and what the back office leaves out for whom."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest

from briefings.admin.choosing import ModelAdmin
from briefings.models import Briefing, Desk, Edition, Reach, State
from briefings.publishing import rights

# Pages of one briefing: who asks for another's is refused rather than told that there is none.
_PAGES = {f"briefings_briefing_{page}" for page in ("change", "delete", "history")}


class WithinDesks:
    """Mixin for the admin of briefings: lists show what is of one's desks, pages of others are refused."""

    def get_queryset(self, request: HttpRequest):
        rows = super().get_queryset(request)
        asked = getattr(request.resolver_match, "url_name", None)
        seen = Q() if asked in _PAGES else rights.seen_by(request.user)
        if seen == Q():
            return rows
        if asked == "autocomplete":
            seen |= Q(state=State.PUBLISHED)  # what readers see may be named by everybody
        return rows.filter(seen)

    def get_object(self, request, object_id, from_field=None):
        briefing = super().get_object(request, object_id, from_field)
        if briefing is not None:
            # A form that names another section is refused, and shown again: whose the piece is was settled before.
            briefing.is_theirs = rights.may_see(request.user, briefing)
        return briefing

    def has_view_permission(self, request, obj=None) -> bool:
        return super().has_view_permission(request, obj) and self._sees(request, obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and self._sees(request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and self._sees(request, obj)

    def may_decide(self, request: HttpRequest, permission: str, obj: Briefing | None = None) -> bool:
        """Whether the user may do what changes what readers see, or will see, to `obj`."""
        if obj is None:
            return request.user.has_perm(f"briefings.{permission}")
        return rights.may_decide(request.user, permission, obj)

    def refuse_unless(self, request: HttpRequest, permission: str, obj: Briefing) -> None:
        if not self.may_decide(request, permission, obj):
            raise PermissionDenied

    def _sees(self, request: HttpRequest, obj: Briefing | None) -> bool:
        if obj is None or obj.pk is None:
            return True
        return obj.is_theirs if hasattr(obj, "is_theirs") else rights.may_see(request.user, obj)


class EditionsWithinDesks:
    """Mixin for the admin of editions: those of the series that the user works on, and no others."""

    def get_queryset(self, request: HttpRequest):
        reach, rows = Reach.of(request.user), super().get_queryset(request)
        return rows if reach is None else rows.filter(series__in=reach.series)

    def refuse_beyond(self, request: HttpRequest, edition: Edition) -> None:
        """Nobody begins an edition of a series that they do not work on."""
        reach = Reach.of(request.user)
        if reach is not None and edition.series_id not in reach.series:
            raise PermissionDenied


@admin.register(Desk)
class DeskAdmin(ModelAdmin):
    list_display = ["user", "channel", "series"]
    list_select_related = ["user", "channel", "series"]
    search_fields = ["user__username", "user__first_name", "user__last_name"]
    autocomplete_fields = ["channel", "series"]
    fields = ["user", "channel", "series"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = rights.colleagues()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
