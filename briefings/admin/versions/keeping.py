"""Give a version a name; make it the draft again. Both by POST, both for those who may change the briefing."""

from __future__ import annotations

from django.contrib.messages import SUCCESS, WARNING
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from briefings import restoring
from briefings.models import Briefing, Version


class Keeping:
    """Mixin for the admin of briefings."""

    def get_urls(self):
        verbs = {"name": self.name_view, "restore": self.restore_version_view}
        own = [
            path(
                f"<int:pk>/versions/<int:number>/{verb}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"briefings_briefing_version_{verb}",
            )
            for verb, view in verbs.items()
        ]
        return [*own, *super().get_urls()]

    def name_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        version = self._own_version(request, pk, number)
        version.name = " ".join(request.POST.get("name", "").split())[:100]
        version.save(update_fields=["name"])
        said = _("Version %(number)s is called “%(name)s” now.") if version.name else _("The name is gone.")
        self.message_user(request, said % {"number": number, "name": version.name}, SUCCESS)
        return HttpResponseRedirect(reverse("admin:briefings_briefing_history", args=[pk]))

    def restore_version_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        version = self._own_version(request, pk, number)
        briefing = version.briefing
        made, missing = restoring.restore(briefing, version, by=request.user)
        said = _("The draft says again what version %(old)s said; it is version %(new)s now.")
        if briefing.live_version_id:
            said = f"{said} {_('Readers see no change until it is published.')}"
        self.message_user(request, said % {"old": number, "new": made.number}, SUCCESS)
        if missing:
            gone = _("No longer there, and so left out: %(names)s.") % {"names": ", ".join(missing)}
            self.message_user(request, gone, WARNING)
        self.log_change(
            request, briefing, [{"changed": {"name": str(Version._meta.verbose_name), "object": str(number)}}]
        )
        return HttpResponseRedirect(reverse("admin:briefings_briefing_change", args=[pk]))

    def _own_version(self, request: HttpRequest, pk: int, number: int) -> Version:
        """The version, for somebody who may change its briefing."""
        briefing = get_object_or_404(Briefing, pk=pk)
        if not self.has_change_permission(request, briefing):
            raise PermissionDenied
        return get_object_or_404(briefing.versions.select_related("briefing"), number=number)
