"""Small addresses at which comments are written, answered, resolved and opened again.

A script sends them in the background and puts the answer, the thread anew, in its place; without it the page of the
briefing follows.
"""

from __future__ import annotations

from django.contrib.messages import ERROR
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from briefings import publishing
from briefings.admin.review.reading import threads_of, with_review
from briefings.models import Briefing


class Commenting:
    """Mixin for the admin of briefings: `…/<id>/comments/`, `…/<id>/comments/<id>/resolve/` and `…/reopen/`."""

    def get_urls(self):
        views = {
            "comments/": ("comments", self.comments_view),
            "comments/<int:note>/resolve/": ("resolve", self.resolve_view),
            "comments/<int:note>/reopen/": ("reopen", self.reopen_view),
        }
        pages = [
            path(
                f"<int:pk>/{route}",
                self.admin_site.admin_view(require_POST(view)),
                name=f"briefings_briefing_{name}",
            )
            for route, (name, view) in views.items()
        ]
        return [*pages, *super().get_urls()]

    def comments_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        briefing = self._seen(request, pk)
        part, text = request.POST.get("part", ""), ""
        answered = request.POST.get("answers", "")
        answers = None
        if answered.isdecimal():
            answers = get_object_or_404(briefing.comments.select_related("answers"), pk=answered)
            part, text = answers.part, request.POST.get(f"answer-{answered}", "")
        else:
            text = request.POST.get(f"text-{part}", "")
        try:
            publishing.comment(briefing, text, part=part, answers=answers, by=request.user)
        except publishing.NotPossible as error:
            return self._refused(request, briefing, part, str(error))
        return self._thread(request, briefing, part)

    def resolve_view(self, request: HttpRequest, pk: int, note: int) -> HttpResponse:
        return self._settle(request, pk, note, again=False)

    def reopen_view(self, request: HttpRequest, pk: int, note: int) -> HttpResponse:
        return self._settle(request, pk, note, again=True)

    def commenting(self, request: HttpRequest, briefing: Briefing) -> dict:
        """What the threads need to know of the user."""
        return {
            "may_comment": not briefing.binned_at and self.has_view_permission(request, briefing),
            "may_resolve": self.has_change_permission(request, briefing),
        }

    def _settle(self, request: HttpRequest, pk: int, note: int, *, again: bool) -> HttpResponse:
        briefing = self._seen(request, pk)
        row = get_object_or_404(briefing.comments.select_related("briefing"), pk=note)
        publishing.resolve(row, by=request.user, again=again)
        return self._thread(request, briefing, row.part)

    def _seen(self, request: HttpRequest, pk: int) -> Briefing:
        briefing = get_object_or_404(Briefing.objects.select_related("latest_version"), pk=pk)
        if not self.has_view_permission(request, briefing) or briefing.binned_at:
            raise PermissionDenied
        return briefing

    def _thread(self, request: HttpRequest, briefing: Briefing, part: str) -> HttpResponse:
        if not _by_script(request):
            return HttpResponseRedirect(_place(briefing, part))
        context = {
            "opts": self.opts,
            "original": briefing,
            "part": part,
            "thread": threads_of(with_review(Briefing.objects.all(), request.user).get(pk=briefing.pk))[part],
            "commenting": self.commenting(request, briefing),
        }
        return render(request, "admin/briefings/review/thread.html", context)

    def _refused(self, request: HttpRequest, briefing: Briefing, part: str, why: str) -> HttpResponse:
        if _by_script(request):
            return HttpResponse(why, status=400, content_type="text/plain; charset=utf-8")
        self.message_user(request, _("Not commented: %(why)s") % {"why": why}, ERROR)
        return HttpResponseRedirect(_place(briefing, part))


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _place(briefing: Briefing, part: str) -> str:
    page = reverse("admin:briefings_briefing_change", args=[briefing.pk])
    return f"{page}#comments-{part or 'whole'}"
