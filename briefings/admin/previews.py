"""The draft, or an earlier version, in exactly the public rendering."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.cache import add_never_cache_headers

from briefings.models import Briefing, Version
from briefings.publishing import projection
from briefings.views import publication


class Previews:
    """Mixin for the admin of briefings: `…/<id>/preview/` as last saved, `…/<id>/preview/?version=3`."""

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
        return self.preview(request, briefing, self._asked(request, briefing))

    def preview(
        self, request: HttpRequest, briefing: Briefing, version: Version | None = None
    ) -> HttpResponse:
        """The public page of `version`, or of the draft as it is in this transaction. The caller checks the right."""
        shown = projection.preview_of(briefing, version)
        response = publication.preview(request, shown)
        response["X-Robots-Tag"] = "noindex"
        add_never_cache_headers(response)
        return response

    def _asked(self, request: HttpRequest, briefing: Briefing) -> Version | None:
        number = request.GET.get("version", "")
        if not number:
            return None
        if not number.isdecimal() or len(number) > 6:
            raise Http404
        return get_object_or_404(briefing.versions, number=number)
