"""Addresses that get no mail. Hashes only: an address is looked up by typing it in whole."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from subscriptions import adding, addresses
from subscriptions.admin.base import ModelAdmin, sees_addresses
from subscriptions.evidence import Evidence
from subscriptions.forms import AddressField
from subscriptions.models import Reason, Subscriber, Suppression


class SuppressionForm(forms.ModelForm):
    email = AddressField()

    class Meta:
        model = Suppression
        fields = ["note"]


@admin.register(Suppression)
class SuppressionAdmin(ModelAdmin):
    form = SuppressionForm
    fields = ["email", "note"]
    list_display = ["code", "reason", "note", "at", "by"]
    list_filter = ["reason"]
    list_select_related = ["by"]

    def get_search_fields(self, request):
        return ["digest"] if sees_addresses(request) else []

    def get_search_results(self, request, queryset, search_term):
        if not search_term or not self.get_search_fields(request):
            return queryset, False
        try:
            return queryset & Suppression.objects.of(addresses.read(search_term).key), False
        except ValidationError:
            return queryset.none(), False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    @admin.display(description=_("keyed hash"))
    def code(self, suppression: Suppression) -> str:
        return f"{str(suppression.digest)[:12]}…"

    def save_model(self, request, obj, form, change):
        address, note = form.cleaned_data["email"], form.cleaned_data["note"]
        subscriber = Subscriber.objects.filter(key=address.key).first()
        if subscriber:
            evidence = Evidence(by=request.user, place="/admin/")
            adding.stop(subscriber, Reason.MANUAL, evidence, note=note)
        kept = Suppression.objects.add(address.key, Reason.MANUAL, note=note, by=request.user)
        obj.__dict__.update(kept.__dict__)
