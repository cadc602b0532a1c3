"""The page that says who did what to a briefing, and when."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from briefings.models import Briefing

_ON_A_PAGE = 100


class Log:
    """Mixin for the admin of briefings: `…/<id>/activity/`."""

    def get_urls(self):
        log = path(
            "<int:pk>/activity/",
            self.admin_site.admin_view(self.activity_view),
            name="briefings_briefing_activity",
        )
        return [log, *super().get_urls()]

    def activity_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        briefing = get_object_or_404(Briefing, pk=pk)
        if not self.has_view_permission(request, briefing):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("What happened so far"),
            "subtitle": str(briefing),
            "opts": self.opts,
            "original": briefing,
            "activity": Paginator(briefing.activity.all(), _ON_A_PAGE).get_page(request.GET.get("p")),
            "media": self.media,
            "back": reverse("admin:briefings_briefing_change", args=[briefing.pk]),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/briefings/review/activity.html", context)
