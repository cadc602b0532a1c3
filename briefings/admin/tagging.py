"""Suggests tags that exist already while tags are typed, so that one thing has one tag."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import path
from taggit.models import Tag

MOST = 12


class Tagging:
    """Mixin for the admin of briefings: `…/tags/?begins=shi` → {"tags": ["ships", …]}."""

    def get_urls(self):
        tags = path("tags/", self.admin_site.admin_view(self.tags_view), name="briefings_briefing_tags")
        return [tags, *super().get_urls()]

    def tags_view(self, request: HttpRequest) -> JsonResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        begins = request.GET.get("begins", "").strip()[:100]
        names = Tag.objects.filter(name__istartswith=begins).order_by("name").values_list("name", flat=True)
        return JsonResponse({"tags": list(names[:MOST]) if begins else []})
