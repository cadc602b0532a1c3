"""The draft, or an earlier version, in exactly the public rendering."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.cache import add_never_cache_headers

from briefings.models import Briefing, Publication, Version
from briefings.publishing import projection
from briefings.views import publication


class Previews:
    """Mixin for the admin of briefings: `…/<id>/preview/` and `…/<id>/preview/?version=3`."""

    def get_urls(self):
        preview = path(
            "<int:pk>/preview/",
            self.admin_site.admin_view(self.preview_view),
            name="briefings_briefing_preview",
        )
        return [preview, *super().get_urls()]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        briefing = get_object_or_404(
            Briefing.objects.select_related("format", "channel", "series", "image", "latest_version"), pk=pk
        )
        if not self.has_view_permission(request, briefing):
            raise PermissionDenied
        response = publication.render(request, self._shown(request, briefing), preview=True)
        response["X-Robots-Tag"] = "noindex"
        add_never_cache_headers(response)
        return response

    def history_view(self, request, object_id, extra_context=None):
        versions = (
            Version.objects.filter(briefing=object_id) if object_id.isdecimal() else Version.objects.none()
        )
        rows = versions.defer("content").select_related("created_by")
        return super().history_view(request, object_id, {"versions": rows, **(extra_context or {})})

    def _shown(self, request: HttpRequest, briefing: Briefing) -> Publication:
        number = request.GET.get("version", "")
        if not number:
            return projection.preview_of(briefing)
        if not number.isdecimal() or len(number) > 6:
            raise Http404
        return projection.preview_of(briefing, get_object_or_404(briefing.versions, number=number))
