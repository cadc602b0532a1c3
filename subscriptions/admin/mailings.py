"""Mailings: what became of each, in numbers; pause, resume, stop; what to do about what is in doubt."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from subscriptions import charts
from subscriptions.admin.base import ModelAdmin, may
from subscriptions.models import DeliveryState, Mailing, MailingState
from subscriptions.sending import control, links, troubles
from subscriptions.sending.course import course
from subscriptions.sending.figures import figures

SHOWN_IN_DOUBT = 200
# A mail holds what editors wrote: it runs nothing and has no part in the back office's cookies.
SHUT_IN = "sandbox allow-popups; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"


@admin.register(Mailing)
class MailingAdmin(ModelAdmin):
    list_display = ["subject", "mailing_list", "kind", "state", "prepared", "created_at", "finished_at"]
    list_filter = ["state", "mailing_list"]
    search_fields = ["subject"]
    list_select_related = ["mailing_list"]
    change_form_template = "admin/subscriptions/mailing/change_form.html"

    class Media:
        js = [Script("subscriptions/mailing.js", type="module")]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("mailing_list", "first")

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/do/", view(self.do), name="subscriptions_mailing_do"),
            path("<int:pk>/numbers/", view(self.numbers), name="subscriptions_mailing_numbers"),
            path(
                "<int:pk>/as-sent/<str:language>/", view(self.as_sent), name="subscriptions_mailing_as_sent"
            ),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context.update(_page(request, obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_fields(self, request, obj=None):
        return []

    def numbers(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The part of the page that changes while the mailing runs."""
        mailing = self._seen(request, pk)
        context = {"mailing": mailing, "figures": figures(mailing)}
        return TemplateResponse(request, "admin/subscriptions/mailing/numbers.html", context)

    def as_sent(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        """The message of one language as it was frozen, but for links that are counted, which are the real ones; the
        readers' own links are marks."""
        message = get_object_or_404(self._seen(request, pk).messages, language=language)
        plain = "text" in request.GET
        text = links.uncounted(message.mailing, message.text if plain else message.html, html=not plain)
        return HttpResponse(
            text,
            content_type=f"text/{'plain' if plain else 'html'}; charset=utf-8",
            headers={
                "Content-Security-Policy": SHUT_IN,
                "Cache-Control": "no-store",
                "X-Frame-Options": "SAMEORIGIN",
            },
        )

    def do(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Pause, resume, stop, send again or let be, as the button says."""
        mailing = self._seen(request, pk)
        if request.method != "POST" or not may(request, "send_to_mailinglist"):
            raise PermissionDenied
        try:
            self.message_user(request, _act(request, mailing))
        except control.NotNow as error:
            self.message_user(request, str(error), messages.ERROR)
        return HttpResponseRedirect(reverse("admin:subscriptions_mailing_change", args=[pk]))

    def _seen(self, request: HttpRequest, pk: int) -> Mailing:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Mailing.objects.select_related("mailing_list"), pk=pk)


def _page(request: HttpRequest, mailing: Mailing) -> dict:
    doubtful = mailing.deliveries.filter(state=DeliveryState.UNCERTAIN).select_related("subscriber")
    return {
        "title": mailing.subject,
        "subtitle": None,
        "mailing": mailing,
        "figures": figures(mailing),
        "chart": course(mailing),
        "troubles": _troubles(mailing),
        "may_act": may(request, "send_to_mailinglist"),
        "see": may(request, "see_addresses"),
        "runs": mailing.state == MailingState.RUNNING,
        "is_paused": mailing.state == MailingState.PAUSED,
        "is_stopped": mailing.state == MailingState.STOPPED,
        "doubtful": doubtful.order_by("pk")[:SHOWN_IN_DOUBT],
        "languages": mailing.messages.order_by("language").values_list("language", flat=True),
        "log": mailing.events.select_related("by"),
        "others": mailing.follow_ups.all() if mailing.first_id is None else [mailing.first],
    }


def _troubles(mailing: Mailing) -> dict | None:
    """Bars by domain, which lead to the deliveries, and by reason; the servers' words."""
    domains = troubles.by_domain(mailing)
    if not domains:
        return None
    deliveries = f"{reverse('admin:subscriptions_delivery_changelist')}?mailing__id__exact={mailing.pk}"
    rows = [
        (
            one.what or "–",
            one.numbers,
            f"{deliveries}&{urlencode({'domain': one.what})}" if one.what else "",
        )
        for one in domains
    ]
    reasons = [(one.what, one.numbers, "") for one in troubles.by_reason(mailing)]
    return {
        "kinds": troubles.KINDS,
        "domains": charts.bars(troubles.KINDS, rows),
        "reasons": charts.bars(troubles.KINDS, reasons),
        "words": troubles.in_words(mailing),
    }


def _act(request: HttpRequest, mailing: Mailing) -> str:
    """Do what the button says; what to tell about it. Raises control.NotNow."""
    what = request.POST.get("what")
    chosen = [int(pk) for pk in request.POST.getlist("delivery") if pk.isdecimal()]
    some = None if "all" in request.POST else chosen
    if what == "pause":
        control.pause(mailing, request.user)
        return _("Paused. What was under way has still gone out.")
    if what == "resume":
        control.resume(mailing, request.user)
        return _("It goes on where it was.")
    if what == "stop":
        number = control.stop(mailing, request.user, request.POST.get("reason", "")[:1000])
        text = ngettext("Stopped. %d person was left out.", "Stopped. %d people were left out.", number)
        return text % number
    if what == "again":
        number = control.send_again(mailing, request.user, some)
        return ngettext("%d message goes out again.", "%d messages go out again.", number) % number
    if what == "let_be":
        number = control.let_be(mailing, request.user, some)
        return ngettext("%d message is left as it is.", "%d messages are left as they are.", number) % number
    raise control.NotNow(_("This button does nothing any more."))
