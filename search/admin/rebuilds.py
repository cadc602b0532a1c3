"""The state of the index, and making it anew."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from search import tasks
from search.health import health
from search.models import Rebuild


@admin.register(Rebuild)
class RebuildAdmin(admin.ModelAdmin):
    list_display = ["started_at", "state", "progress", "finished_at", "note"]
    list_display_links = None
    change_list_template = "admin/search/rebuild/change_list.html"

    @admin.display(description=Rebuild._meta.get_field("done").verbose_name)
    def progress(self, rebuild: Rebuild) -> str:
        return f"{rebuild.done} / {rebuild.total}"

    def get_urls(self) -> list:
        start = self.admin_site.admin_view(require_POST(self.start))
        return [path("start/", start, name="search_rebuild_start"), *super().get_urls()]

    def start(self, request: HttpRequest) -> HttpResponse:
        """Queue a rebuild."""
        if not request.user.has_perm("search.rebuild_search"):
            raise PermissionDenied
        running = Rebuild.objects.filter(state=Rebuild.State.RUNNING).exists()
        if not running and tasks.rebuild_later():
            messages.success(
                request, _("The index will be made anew. Reload this page to see how far it is.")
            )
        else:
            messages.warning(request, _("The index is being made anew already."))
        return HttpResponseRedirect(reverse("admin:search_rebuild_changelist"))

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        shown = {"health": health(), "may_rebuild": request.user.has_perm("search.rebuild_search")}
        return super().changelist_view(request, {**(extra_context or {}), **shown})

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
