"""`…/session/`: whether the browser is still logged in, and the secret that forms need. For scripts, open to all."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET


class Sessions:
    """Mixin for the admin of briefings; the forms of editions ask here, too."""

    def get_urls(self):
        session = path(
            "session/", never_cache(require_GET(self.session_view)), name="briefings_briefing_session"
        )
        return [session, *super().get_urls()]

    def session_view(self, request: HttpRequest) -> JsonResponse:
        inside = self.admin_site.has_permission(request)
        return JsonResponse({"user": request.user.pk if inside else None, "csrf": get_token(request)})
