"""Single deliveries, found by mailing and state: who was refused, who is in doubt, what the server said."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from subscriptions.admin.base import ModelAdmin, sees_addresses
from subscriptions.models import Delivery
from subscriptions.sending.figures import said


@admin.register(Delivery)
class DeliveryAdmin(ModelAdmin):
    list_display = ["whom", "mailing", "state", "returned", "answer", "attempts", "due_at", "at"]
    list_filter = ["state", "returned"]
    list_select_related = ["subscriber", "mailing"]
    list_display_links = None
    ordering = ["-pk"]

    def get_queryset(self, request):
        self._see = sees_addresses(request)
        return super().get_queryset(request)

    def lookup_allowed(self, lookup, value, request=None) -> bool:
        return lookup in ("mailing", "mailing__id__exact", "domain") or super().lookup_allowed(
            lookup, value, request
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
        return delivery.subscriber.email if self._see else delivery.subscriber.masked

    @admin.display(description=_("answer"))
    def answer(self, delivery: Delivery) -> str:
        return said(delivery.reason)
