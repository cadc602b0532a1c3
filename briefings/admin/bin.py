"""Deleting puts into the bin, from where everything comes back for 30 days. Nothing here deletes for good."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import quote
from django.contrib.messages import SUCCESS
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from briefings import publishing
from briefings.admin.filters import BinFilter
from briefings.models import Briefing


class Binning:
    """Mixin for the admin of briefings."""

    actions = ["delete_selected", "restore_selected"]

    def get_urls(self):
        restore = path(
            "<int:pk>/restore/",
            self.admin_site.admin_view(require_POST(self.restore_view)),
            name="briefings_briefing_restore",
        )
        return [restore, *super().get_urls()]

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.binned_at)

    def has_delete_permission(self, request, obj=None) -> bool:
        if obj and (
            obj.binned_at or (obj.live_version_id and not self.may_decide(request, "publish_briefing", obj))
        ):
            return False
        return super().has_delete_permission(request, obj)

    def has_restore_permission(self, request) -> bool:
        return request.user.has_perm("briefings.restore_briefing")

    def get_actions(self, request, action_location=admin.ActionLocation.CHANGE_LIST):
        actions = super().get_actions(request, action_location)
        actions.pop("delete_selected" if BinFilter.shows_bin(request) else "restore_selected", None)
        return actions

    @admin.action(permissions=["delete"], description=gettext_lazy("Move to the bin"))
    def delete_selected(self, request, queryset):
        """Django's confirmation, then the bin with words that say so."""
        if "post" not in request.POST:
            return delete_selected(self, request, queryset)
        rows = list(queryset)
        if self.get_deleted_objects(rows, request)[2]:
            raise PermissionDenied
        self.log_deletions(request, rows)
        self.delete_queryset(request, rows)
        said = ngettext(
            "%(count)d briefing lies in the bin now.", "%(count)d briefings lie in the bin now.", len(rows)
        )
        self.message_user(request, said % {"count": len(rows)}, SUCCESS)
        return None

    def get_deleted_objects(self, objs, request):
        """What the confirmation lists: the briefings alone, since everything in them goes and comes with them."""
        lacking = set()
        public = [briefing for briefing in objs if briefing.live_version_id]
        if not all(self.may_decide(request, "publish_briefing", briefing) for briefing in public):
            lacking.add(_("published briefings"))
        titles = [str(briefing) for briefing in objs]
        return titles, {self.opts.verbose_name_plural: len(titles)}, lacking, []

    def delete_model(self, request, obj: Briefing) -> None:
        publishing.bin(obj, by=request.user)

    def delete_queryset(self, request, queryset) -> None:
        for briefing in queryset:
            publishing.bin(briefing, by=request.user)

    def response_delete(self, request, obj_display, obj_id):
        self.message_user(
            request,
            _("“%(title)s” lies in the bin and can be restored for %(days)d days.")
            % {"title": obj_display, "days": publishing.KEPT_FOR.days},
            SUCCESS,
        )
        return HttpResponseRedirect(reverse("admin:briefings_briefing_changelist"))

    @admin.action(permissions=["restore"], description=gettext_lazy("Restore from the bin"))
    def restore_selected(self, request, queryset) -> None:
        rows = list(queryset)
        for briefing in rows:
            publishing.restore(briefing, by=request.user)
        said = ngettext("%(count)d briefing restored.", "%(count)d briefings restored.", len(rows))
        self.message_user(request, said % {"count": len(rows)}, SUCCESS)

    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_restore_permission(request):
            raise PermissionDenied
        briefing = get_object_or_404(Briefing, pk=pk)
        if not self.has_view_permission(request, briefing):
            raise PermissionDenied
        publishing.restore(briefing, by=request.user)
        self.message_user(request, _("Restored."), SUCCESS)
        return HttpResponseRedirect(reverse("admin:briefings_briefing_change", args=[quote(pk)]))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["binned"] = bool(obj and obj.binned_at)
        context["may_restore"] = self.has_restore_permission(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=gettext_lazy("gone for good in"))
    def time_left(self, briefing: Briefing) -> str:
        days = max(0, (briefing.binned_at + publishing.KEPT_FOR - timezone.now()).days)
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
