"""The page on which drafts are shared with people who have no account, and shares are taken back."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django import forms
from django.contrib.messages import ERROR, SUCCESS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from briefings import moments, publishing
from briefings.models import Briefing
from subscriptions.host import absolute

USUAL = timedelta(days=7)


class ShareForm(forms.Form):
    guest = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=200,
        help_text=gettext_lazy("A name for this list, for example “Dr Han, on the figures”."),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Ends after"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The link works until the end of this day, in the site's time zone."),
    )
    may_comment = forms.BooleanField(label=gettext_lazy("May comment"), required=False)
    may_agree = forms.BooleanField(
        label=gettext_lazy("May approve"),
        required=False,
        help_text=gettext_lazy("Their approval is kept and shown; the decision stays with the editors."),
    )

    def shared(self) -> dict:
        """What `publishing.share` wants to know."""
        said = self.cleaned_data
        end = datetime.combine(said.pop("last_day") + timedelta(days=1), time())
        return {**said, "until": timezone.make_aware(end, timezone.get_default_timezone())}


class Sharing:
    """Mixin for the admin of briefings: `…/<id>/sharing/` and `…/<id>/sharing/<id>/revoke/`."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        pages = [
            path("<int:pk>/sharing/", wrap(self.sharing_view), name="briefings_briefing_sharing"),
            path(
                "<int:pk>/sharing/<int:share>/revoke/",
                wrap(require_POST(self.revoke_view)),
                name="briefings_briefing_revoke",
            ),
        ]
        return [*pages, *super().get_urls()]

    def sharing_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        briefing = self._shareable(request, pk)
        form = ShareForm(
            request.POST if request.method == "POST" else None,
            initial={"last_day": moments.day(timezone.now() + USUAL), "may_comment": True},
        )
        if request.method == "POST" and form.is_valid() and self._share(request, briefing, form):
            return HttpResponseRedirect(_page(briefing))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Share the draft"),
            "subtitle": str(briefing),
            "opts": self.opts,
            "original": briefing,
            "form": form,
            "shares": briefing.shares.select_related("created_by").prefetch_related("views"),
            "agreed": briefing.activity.filter(what="agreed"),
            "media": self.media,
            "back": reverse("admin:briefings_briefing_change", args=[briefing.pk]),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/briefings/briefing/sharing.html", context)

    def revoke_view(self, request: HttpRequest, pk: int, share: int) -> HttpResponse:
        briefing = self._shareable(request, pk)
        shared = get_object_or_404(briefing.shares.select_related("briefing"), pk=share)
        publishing.revoke(shared, by=request.user)
        said = _("The link for %(guest)s no longer opens anything.") % {"guest": shared.guest}
        self.message_user(request, said, SUCCESS)
        return HttpResponseRedirect(_page(briefing))

    def _share(self, request: HttpRequest, briefing: Briefing, form: ShareForm) -> bool:
        try:
            shared, token = publishing.share(briefing, by=request.user, **form.shared())
        except publishing.NotPossible as error:
            self.message_user(request, str(error), ERROR)
            return False
        link = absolute(reverse("share", args=[token]))
        said = _("The link for %(guest)s. It is shown this once; send it yourself:") % {"guest": shared.guest}
        self.message_user(
            request, format_html('{} <a href="{}" class="shared-link">{}</a>', said, link, link), SUCCESS
        )
        return True

    def _shareable(self, request: HttpRequest, pk: int) -> Briefing:
        briefing = get_object_or_404(Briefing.objects.select_related("latest_version"), pk=pk)
        self.refuse_unless(request, "share_briefing", briefing)
        return briefing


def _page(briefing: Briefing) -> str:
    return reverse("admin:briefings_briefing_sharing", args=[briefing.pk])
