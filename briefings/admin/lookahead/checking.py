"""The checks of a briefing as it was saved: their page, waivers, and what is said after saving, for those who work without
the pane.
"""

from __future__ import annotations

from django.contrib.messages import ERROR, INFO, SUCCESS
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from briefings import checks, drafting
from briefings.admin.lookahead import findings
from briefings.checks.waiving import NotPossible
from briefings.content import Content
from briefings.models import Briefing
from briefings.publishing import rights

_SAID = 5  # findings in a message; the page has them all


class Checking:
    """Mixin for the admin of briefings."""

    def get_urls(self):
        views = {
            "checks": require_safe(self.checks_view),
            "waive": require_POST(self.waive_view),
        }
        pages = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"briefings_briefing_{name}")
            for name, view in views.items()
        ]
        return [*pages, *super().get_urls()]

    def checks_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything that is found in what was saved last."""
        briefing = _saved(pk)
        if not self.has_view_permission(request, briefing):
            raise PermissionDenied
        content, back = _says(briefing), _form(briefing)
        shown = findings.look(briefing, content, briefing.format, findings.fields_of(content))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Checks"),
            "subtitle": str(briefing),
            "opts": self.opts,
            "original": briefing,
            "findings": findings.html(request, shown, waive=self.waiving(request, briefing), page=back),
            "media": self.media,
            "back": back,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/briefings/briefing/checks.html", context)

    def waive_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Pass over the finding `seen` with a reason, or take that back (`lift`). Whoever may publish may do it."""
        briefing = _saved(pk)
        if not self.waiving(request, briefing):
            raise PermissionDenied
        try:
            level, said = SUCCESS, self._waive(request, briefing)
        except NotPossible as error:
            level, said = ERROR, str(error)
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"message": said}, status=409 if level == ERROR else 200)
        self.message_user(request, said, level)
        return HttpResponseRedirect(reverse("admin:briefings_briefing_checks", args=[pk]))

    def waiving(self, request: HttpRequest, briefing: Briefing | None) -> str:
        """The address that waives a finding in a saved briefing, for those who may publish it; else ""."""
        if briefing is None or not self.has_change_permission(request, briefing):
            return ""
        allowed = rights.may_decide(request.user, "publish_briefing", briefing)
        return reverse("admin:briefings_briefing_waive", args=[briefing.pk]) if allowed else ""

    def _waive(self, request: HttpRequest, briefing: Briefing) -> str:
        seen = request.POST.get("seen", "")
        if "lift" in request.POST:
            waiver, said = checks.lift(briefing, seen), _("The waiver was taken back.")
        else:
            content = _says(briefing)
            report = checks.examine(content, briefing.format, pk=briefing.pk, address=briefing.address)
            reason = request.POST.get("reason", "")
            waiver = checks.waive(briefing, report, seen, reason=reason, by=request.user)
            said = _("Waived, with your name and reason.")
        if waiver:
            self.log_change(request, briefing, f"{said} {waiver.said} ({waiver.reason})")
        return said

    def response_add(self, request, obj, post_url_continue=None):
        self.say_what_is_open(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self.say_what_is_open(request, obj)
        return super().response_change(request, obj)

    def say_what_is_open(self, request: HttpRequest, briefing: Briefing) -> None:
        """After saving or publishing: the first findings, each with a link to its field, and one to all of them."""
        content = _says(briefing)
        shown = findings.look(briefing, content, briefing.format, findings.fields_of(content))
        if not shown.open:
            return
        count = len(shown.open)
        said = ngettext("%(n)d check is open:", "%(n)d checks are open:", count) % {"n": count}
        lines = format_html_join(
            "", "<li>{}</li>", ((_linked(briefing, line),) for line in shown.open[:_SAID])
        )
        page = reverse("admin:briefings_briefing_checks", args=[briefing.pk])
        message = format_html('<a href="{}">{}</a><ul>{}</ul>', page, said, lines)
        self.message_user(request, message, INFO)


def _linked(briefing: Briefing, line: findings.Line) -> str:
    if not line.field:
        return line.message
    return format_html('<a href="{}#{}">{}</a>', _form(briefing), line.field, line.message)


def _saved(pk: int) -> Briefing:
    rows = Briefing.objects.select_related("format", "channel", "series", "image", "latest_version")
    return get_object_or_404(rows, pk=pk)


def _says(briefing: Briefing) -> Content:
    """What was saved last; a draft that was never saved by anybody says what its rows do."""
    return briefing.latest_version.read() if briefing.latest_version else drafting.content_of(briefing)


def _form(briefing: Briefing) -> str:
    return reverse("admin:briefings_briefing_change", args=[briefing.pk])
