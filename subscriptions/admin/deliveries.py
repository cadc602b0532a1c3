"""Single deliveries of a mailing: found by state and address, with what the server said; the file of all of them."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from subscriptions import exporting
from subscriptions.admin.base import ModelAdmin, may, sees_addresses
from subscriptions.admin.searching import FOUND, by_address
from subscriptions.models import Delivery, Happened, Mailing, Subscriber
from subscriptions.sending import log
from subscriptions.sending.figures import said
from subscriptions.sending.troubles import veiled

OF_A_MAILING = "mailing__id__exact"


@admin.register(Delivery)
class DeliveryAdmin(ModelAdmin):
    list_display = ["whom", "mailing", "became", "answer", "attempts", "at"]
    list_filter = ["state", "returned"]
    list_select_related = ["subscriber", "mailing"]
    list_display_links = None
    show_facets = admin.ShowFacets.NEVER  # counting all of a million for each state
    ordering = ["-pk"]
    sortable_by = ()  # an order over a million rows that no index has takes seconds
    change_list_template = "admin/subscriptions/delivery/change_list.html"

    def get_queryset(self, request):
        self._see, self._leads = sees_addresses(request), may(request, "view_subscriber")
        return super().get_queryset(request)

    def get_search_fields(self, request):
        return ["subscriber__key"] if sees_addresses(request) else []

    def get_search_results(self, request, queryset, search_term):
        if not search_term or not self.get_search_fields(request):
            return queryset, False
        found = by_address(Subscriber.objects.order_by(), search_term).values_list("pk", flat=True)
        return queryset.filter(subscriber__in=list(found[:FOUND])), False

    def lookup_allowed(self, lookup, value, request=None) -> bool:
        return lookup in ("mailing", OF_A_MAILING, "domain") or super().lookup_allowed(lookup, value, request)

    def get_urls(self):
        export = self.admin_site.admin_view(self.export)
        return [
            path("export/<int:mailing>/", export, name="subscriptions_delivery_export"),
            *super().get_urls(),
        ]

    def get_list_display(self, request):
        """The mailing is the same for all where one is chosen."""
        columns = super().get_list_display(request)
        return [one for one in columns if one != "mailing"] if OF_A_MAILING in request.GET else columns

    def changelist_view(self, request, extra_context=None):
        chosen = request.GET.get(OF_A_MAILING, "")
        mailing = Mailing.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
        more = {"mailing": mailing, "may_export": _may_export(request)}
        if mailing:
            more["title"] = mailing.subject
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def export(self, request: HttpRequest, mailing: int) -> StreamingHttpResponse:
        """All deliveries of a mailing as CSV. Who fetched them is kept in its log."""
        found = get_object_or_404(Mailing, pk=mailing)
        if request.method != "POST" or not self.has_view_permission(request) or not _may_export(request):
            raise PermissionDenied
        log.note(found.pk, Happened.EXPORTED, by=request.user, number=found.prepared)
        name = f"mailing-{found.pk}.csv"
        return StreamingHttpResponse(
            exporting.deliveries(found),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )

    def get_model_perms(self, request) -> dict[str, bool]:
        """Not in the menu: mailings lead here."""
        return {}

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @admin.display(description=_("e-mail address"))
    def whom(self, delivery: Delivery) -> str:
        if delivery.subscriber is None:
            return str(_("erased since"))
        shown = delivery.subscriber.email if self._see else delivery.subscriber.masked
        if not self._leads:
            return shown
        page = reverse("admin:subscriptions_subscriber_change", args=[delivery.subscriber.pk])
        return format_html('<a href="{}">{}</a>', page, shown)

    @admin.display(description=_("state"))
    def became(self, delivery: Delivery) -> str:
        """With what came back, or when it is tried again."""
        again = f"({date_format(timezone.localtime(delivery.due_at), 'm-d H:i')})" if delivery.due_at else ""
        return ", ".join(
            filter(None, [f"{delivery.get_state_display()} {again}".strip(), delivery.get_returned_display()])
        )

    @admin.display(description=_("answer"))
    def answer(self, delivery: Delivery) -> str:
        words = said(delivery.reason)
        return words if self._see else veiled(words)


def _may_export(request: HttpRequest) -> bool:
    return may(request, "export_subscriber") and sees_addresses(request)
