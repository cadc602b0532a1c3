"""Decisions about a public piece that need a page of their own: correct, retract, withdraw."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefings import publishing
from briefings.admin.versions.comparing import compared
from briefings.models import Briefing, State


class CorrectionForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What was wrong, and what is right"),
        help_text=gettext_lazy("Readers see this note on the page, in feeds and in the list of corrections."),
        widget=AdminTextareaWidget,
    )
    material = forms.BooleanField(
        label=gettext_lazy("It changes what a reader would conclude"), required=False, initial=True
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RetractionForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Readers see it above the text, which stays readable."),
        widget=AdminTextareaWidget,
    )


class WithdrawalForm(forms.Form):
    pass


class Decisions:
    """Mixin for the admin of briefings."""

    def get_urls(self):
        views = {
            "correct": self.correct_view,
            "retract": self.retract_view,
            "withdraw": self.withdraw_view,
        }
        pages = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"briefings_briefing_{name}")
            for name, view in views.items()
        ]
        return [*pages, *super().get_urls()]

    def correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        briefing = self._public_or_404(request, pk)
        latest = briefing.latest_version

        def correct(by, note: str, material: bool, version: int | None) -> str:
            exact = briefing.versions.filter(number=version).first() if version else None
            publishing.correct(briefing, note=note, material=material, by=by, version=exact)
            return _("Corrected, and the note is public.")

        form = CorrectionForm(request.POST or None, initial={"version": latest and latest.number})
        page = self._decide(request, briefing, form, correct, _("Correct"), _("Publish the correction"))
        if isinstance(page, TemplateResponse):
            old, new = self.side(request, briefing, "live"), self.side(request, briefing, "draft")
            page.context_data |= {"old": old, "new": new, "differences": compared(old, new)}
        return page

    def retract_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        briefing = self._public_or_404(request, pk)

        def retract(by, note: str) -> str:
            publishing.retract(briefing, note=note, by=by)
            return _("Retracted: the page says so, lists and feeds no longer show it.")

        form = RetractionForm(request.POST or None)
        return self._decide(request, briefing, form, retract, _("Retract"), _("Retract"))

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        briefing = self._public_or_404(request, pk)

        def withdraw(by) -> str:
            publishing.unpublish(briefing, by=by)
            return _("Withdrawn: readers no longer find it.")

        form = WithdrawalForm(request.POST or None)
        return self._decide(request, briefing, form, withdraw, _("Withdraw"), _("Withdraw"))

    def _public_or_404(self, request: HttpRequest, pk: int) -> Briefing:
        if not self.may_decide(request, "publish_briefing"):
            raise PermissionDenied
        public = Briefing.objects.filter(state__in=[State.PUBLISHED, State.RETRACTED])
        briefing = get_object_or_404(public.select_related("format", "latest_version", "live_version"), pk=pk)
        self.refuse_unless(request, "publish_briefing", briefing)
        return briefing

    def _decide(
        self,
        request: HttpRequest,
        briefing: Briefing,
        form: forms.Form,
        act: Callable,
        title: str,
        button: str,
    ) -> HttpResponse:
        """Show the form, or do `act` with what it says and go back to the briefing."""
        back = reverse("admin:briefings_briefing_change", args=[briefing.pk])
        if request.method == "POST" and form.is_valid():
            if self._try(request, briefing, lambda _briefing, by: act(by, **form.cleaned_data)):
                self.log_change(request, briefing, [{"changed": {"name": title, "object": str(briefing)}}])
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(briefing),
            "opts": self.opts,
            "original": briefing,
            "form": form,
            "media": self.media + form.media,
            "button": button,
            "decision": request.resolver_match.url_name.rpartition("_")[2],
            "back": back,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/briefings/briefing/decision.html", context)
