"""The addresses of what stands beside the form. They take what is typed, answer with how it looks and what speaks
against it, and keep nothing.
"""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from briefings.admin.lookahead import findings, pace
from briefings.admin.lookahead.posted import Posted, read
from briefings.admin.lookahead.renderings import RENDERINGS, Asked
from briefings.admin.lookahead.stage import stage
from briefings.models import Briefing
from briefings.publishing import projection

_FORMED_BY = ("format", "channel", "series", "image", "translation_of", "latest_version")
# Names as the pane shows them; “print” is the page by its sheet for paper, which the browser chooses.
VIEWS = {
    "web": gettext_lazy("Page"),
    "mail": gettext_lazy("Mail"),
    "text": gettext_lazy("Plain text"),
    "search": gettext_lazy("Search result"),
    "card": gettext_lazy("When shared"),
    "print": gettext_lazy("On paper"),
}
WIDTHS = [(360, gettext_lazy("Phone")), (768, gettext_lazy("Tablet")), (1280, gettext_lazy("Desktop"))]


class Lookahead:
    """Mixin for the admin of briefings."""

    def get_urls(self):
        views = {
            "lookahead/": ("lookahead_new", require_POST(self.lookahead_view)),
            "lookahead/stage/": ("stage", require_safe(self.stage_view)),
            "<int:pk>/lookahead/": ("lookahead", require_POST(self.lookahead_view)),
        }
        pages = [
            path(route, self.admin_site.admin_view(view), name=f"briefings_briefing_{name}")
            for route, (name, view) in views.items()
        ]
        return [*pages, *super().get_urls()]

    def stage_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return stage()

    def lookahead_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """One rendering of what the form says (`lookahead-view`, which may be empty), what speaks against it and what its
        fields refuse, as JSON."""
        briefing = self._looked_at(request, pk)
        if seconds := pace.wait(request.user.pk):
            said = {"message": _("That was often. The preview goes on in %(n)d seconds.") % {"n": seconds}}
            return JsonResponse(said, status=429, headers={"Retry-After": str(seconds)})
        view = request.POST.get("lookahead-view", "web")
        if view and view not in RENDERINGS:
            raise Http404
        posted = read(self, request, briefing)
        response = JsonResponse(
            {
                "html": _rendered(request, posted, view) if view else "",
                "anchors": {field: key for key, field in posted.fields.items()},
                "mistakes": [vars(mistake) for mistake in posted.mistakes],
                **_found(request, posted, self.waiving(request, briefing)),
            }
        )
        response["X-Robots-Tag"] = "noindex"
        add_never_cache_headers(response)
        return response

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if may and not context["is_popup"]:
            address = (
                reverse("admin:briefings_briefing_lookahead", args=[obj.pk])
                if obj
                else reverse("admin:briefings_briefing_lookahead_new")
            )
            context["lookahead"] = {"address": address, "views": VIEWS.items(), "widths": WIDTHS}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _looked_at(self, request: HttpRequest, pk: int | None) -> Briefing | None:
        """The briefing that is being written; None for a new one."""
        if pk is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        rows = Briefing.objects.select_related(*_FORMED_BY).prefetch_related("format__parts")
        briefing = get_object_or_404(rows, pk=pk)
        if not self.has_change_permission(request, briefing):
            raise PermissionDenied
        return briefing


def _rendered(request: HttpRequest, posted: Posted, view: str) -> str:
    titled = replace(posted.content, title=posted.content.title or _("Untitled"))
    publication = projection.preview_of(posted.briefing, content=titled)
    return RENDERINGS[view](Asked(request, publication, request.POST.get("lookahead-scheme", "")))


def _found(request: HttpRequest, posted: Posted, waive: str) -> dict:
    """What the checks say of it: as HTML, how many are open, and whether some keep it from being published."""
    shown = findings.look(posted.briefing, posted.content, posted.briefing.format, posted.fields)
    return {
        "checks": findings.html(request, shown, waive=waive),
        "open": len(shown.open),
        "blocks": shown.blocks,
    }
