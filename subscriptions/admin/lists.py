"""Lists: what they promise, who sends them, how they grow; the form for other sites; the file of their readers."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from subscriptions import exporting, growth, tokens
from subscriptions.admin import languages
from subscriptions.admin.base import ModelAdmin, may
from subscriptions.host import absolute
from subscriptions.models import MailingList, State, Subscription


@admin.register(MailingList)
class MailingListAdmin(ModelAdmin):
    form = languages.form()
    list_display = ["name", "visibility", "language", "subscribed", "pending"]
    list_filter = ["visibility", "language"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": [*languages.names("name"), *languages.names("promise"), "slug"]}),
        (_("How it appears"), {"fields": [("cadence", "language"), ("visibility", "position")]}),
        (_("Sender"), {"fields": [("sender_name", "sender_address"), "reply_to"]}),
        (_("Mails"), {"fields": ["confirmation_text", "sends_welcome", "welcome_text", "counts_clicks"]}),
        (_("Forms"), {"fields": ["refuses_disposable", "allowed_origins", "form_for_other_sites"]}),
    ]
    change_form_template = "admin/subscriptions/mailinglist/change_form.html"

    def get_readonly_fields(self, request, obj=None):
        return ["form_for_other_sites", "slug"] if obj else ["form_for_other_sites"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_urls(self):
        export = self.admin_site.admin_view(self.export)
        return [
            path("<int:pk>/export/", export, name="subscriptions_mailinglist_export"),
            *super().get_urls(),
        ]

    def get_list_display(self, request):
        self._numbers = {
            row["mailing_list"]: row
            for row in Subscription.objects.order_by()
            .values("mailing_list")
            .annotate(
                active=Count("pk", filter=Q(state=State.ACTIVE)),
                pending=Count("pk", filter=Q(state=State.PENDING)),
            )
        }
        return super().get_list_display(request)

    @admin.display(description=_("subscribed"))
    def subscribed(self, mailing_list: MailingList) -> str:
        return self._number(mailing_list, State.ACTIVE)

    @admin.display(description=_("not confirmed"))
    def pending(self, mailing_list: MailingList) -> str:
        return self._number(mailing_list, State.PENDING)

    def _number(self, mailing_list: MailingList, state: str) -> str:
        address = reverse("admin:subscriptions_subscriber_changelist")
        number = self._numbers.get(mailing_list.pk, {}).get(state, 0)
        return format_html(
            '<a href="{}?list={}&amp;state={}">{}</a>', address, mailing_list.pk, state, number
        )

    @admin.display(description=_("form for other sites"))
    def form_for_other_sites(self, mailing_list: MailingList) -> str:
        if not mailing_list.pk or not mailing_list.origins:
            return _("Name a site above and save: the form to paste there appears here.")
        token = tokens.make(tokens.EMBED, mailing_list.slug)
        context = {"list": mailing_list, "token": token, "action": absolute(reverse("subscribe"))}
        html = render_to_string("subscriptions/embedded.html", context)
        return format_html('<textarea class="embed" rows="9" readonly>{}</textarea>', escape(html))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        found = self.get_object(request, object_id)
        more = {
            "chart": growth.chart(found) if found else None,
            "may_export": may(request, "export_subscriber"),
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def export(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        """All readers of the list as CSV. Who fetched it is kept in the list's history."""
        mailing_list = get_object_or_404(MailingList, pk=pk)
        if not (may(request, "export_subscriber") and may(request, "see_addresses")):
            raise PermissionDenied
        if request.method != "POST":
            raise PermissionDenied
        self.log_change(request, mailing_list, gettext("Exported as CSV"))
        name = f"{mailing_list.slug}-{timezone.localdate():%Y-%m-%d}.csv"
        return StreamingHttpResponse(
            exporting.rows(mailing_list),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )
