"""The page on which a publication or withdrawal is scheduled, moved and called off."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib.messages import ERROR, SUCCESS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from briefings import moments, publishing
from briefings.models import Activity, Briefing, Deed, PlanVerb, State
from briefings.publishing.readiness import shown


class PlanForm(forms.Form):
    """`version` is the number of what was read. A moment that a change of the clocks skips or repeats is refused."""

    verb = forms.ChoiceField(label=gettext_lazy("What"), widget=forms.RadioSelect)
    at = forms.DateTimeField(
        label=gettext_lazy("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, briefing: Briefing, **known):
        super().__init__(data, **known)
        ways = [(PlanVerb.PUBLISH, _("Publish"))]
        if briefing.live_version_id or briefing.plans.waiting().exists():
            ways.append((PlanVerb.WITHDRAW, _("Withdraw")))
        self.fields["verb"].choices = ways


class Planning:
    """Mixin for the admin of briefings: `…/<id>/plan/` and `…/<id>/plan/<id>/cancel/`."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        pages = [
            path("<int:pk>/plan/", wrap(self.plan_view), name="briefings_briefing_plan"),
            path(
                "<int:pk>/plan/<int:plan>/cancel/",
                wrap(require_POST(self.cancel_view)),
                name="briefings_briefing_cancel",
            ),
        ]
        return [*pages, *super().get_urls()]

    def plan_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        briefing = self._plannable(request, pk)
        latest = publishing.approved(briefing) or briefing.latest_version
        form = PlanForm(
            request.POST if request.method == "POST" else None,
            briefing=briefing,
            initial={
                "verb": PlanVerb.PUBLISH,
                "at": _usual(briefing),
                "version": latest and latest.number,
            },
        )
        if request.method == "POST" and form.is_valid() and self._plan(request, briefing, form):
            return HttpResponseRedirect(_form(briefing))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Schedule"),
            "subtitle": str(briefing),
            "opts": self.opts,
            "original": briefing,
            "form": form,
            "latest": latest,
            "plans": briefing.plans.unfinished().select_related("version", "by"),
            "zone": timezone.get_default_timezone_name(),
            "media": self.media,
            "back": _form(briefing),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/briefings/briefing/plan.html", context)

    def cancel_view(self, request: HttpRequest, pk: int, plan: int) -> HttpResponse:
        briefing = self._plannable(request, pk)
        one = get_object_or_404(briefing.plans.select_related("briefing"), pk=plan)
        try:
            publishing.cancel(one, by=request.user)
        except publishing.NotPossible as error:
            self.message_user(request, str(error), ERROR)
        else:
            self.message_user(request, _("Called off."), SUCCESS)
        return HttpResponseRedirect(_form(briefing))

    def note_embargo(self, request: HttpRequest, briefing: Briefing, form: forms.ModelForm) -> None:
        """Keep in the log who has set or lifted an embargo."""
        if "embargoed_until" in form.changed_data:
            until = briefing.embargoed_until
            Activity.note(briefing, Deed.EMBARGO, by=request.user, words=shown(until) if until else "")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may = obj is not None and self.has_change_permission(request, obj)
        context["show_plan"] = may and self.may_decide(request, "publish_briefing", obj)
        context["zone"] = timezone.get_default_timezone_name()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _plan(self, request: HttpRequest, briefing: Briefing, form: PlanForm) -> bool:
        said, by = form.cleaned_data, request.user
        version = briefing.versions.filter(number=said["version"]).first() if said["version"] else None
        try:
            if said["verb"] == PlanVerb.PUBLISH:
                publishing.schedule(briefing, at=said["at"], by=by, version=version)
            else:
                publishing.schedule_withdrawal(briefing, at=said["at"], by=by)
        except publishing.NotReady as error:
            for problem in error.problems:
                form.add_error(None, problem.message)
            return False
        except publishing.NotPossible as error:
            form.add_error("at", str(error))
            return False
        when = {"when": shown(said["at"])}
        publishes = said["verb"] == PlanVerb.PUBLISH
        told = _("It becomes public on %(when)s.") if publishes else _("It is withdrawn on %(when)s.")
        self.message_user(request, told % when, SUCCESS)
        return True

    def _plannable(self, request: HttpRequest, pk: int) -> Briefing:
        briefing = get_object_or_404(Briefing.objects.select_related("format", "latest_version"), pk=pk)
        self.refuse_unless(request, "publish_briefing", briefing)
        return briefing


def _usual(briefing: Briefing):
    """The end of the embargo, a publication date to come, or the next full hour."""
    next_hour = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    dates = [briefing.embargoed_until]
    if briefing.state == State.DRAFT:
        dates.append(briefing.published_at)
    return moments.local(max(filter(None, [next_hour, *dates])))


def _form(briefing: Briefing) -> str:
    return reverse("admin:briefings_briefing_change", args=[briefing.pk])
