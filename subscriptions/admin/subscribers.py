"""Readers: found by address, with their lists in words and their whole history; added by hand only with a reason."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from subscriptions import adding, erasing, unsubscribing
from subscriptions.admin.base import ModelAdmin, sees_addresses
from subscriptions.admin.searching import InState, OnList, by_address
from subscriptions.evidence import Evidence
from subscriptions.forms import AddressField
from subscriptions.models import Delivery, MailingList, Reason, State, Subscriber
from subscriptions.sending.figures import said
from subscriptions.sending.troubles import veiled

SHOWN_EVENTS, SHOWN_DELIVERIES = 200, 50


class AddForm(forms.ModelForm):
    """Somebody who agreed elsewhere, on paper or in a letter."""

    email = AddressField()
    mailing_list = forms.ModelChoiceField(MailingList.objects.all(), label=_("List"))
    reason = forms.CharField(
        label=_("How this person agreed"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept as the evidence of consent: where, when, and what you hold to show it."),
    )

    class Meta:
        model = Subscriber
        fields = ["name", "language"]


@admin.register(Subscriber)
class SubscriberAdmin(ModelAdmin):
    list_display = ["address", "on_lists", "created_at", "paused_until"]
    list_filter = [OnList, InState, "language"]
    actions = ["take_off", "suppress"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **kwargs) if obj else AddForm

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["email", "mailing_list", "reason", "name", "language"]
        return ["address", ("name", "language"), "paused_until", "subscriptions", "deliveries", "history"]

    def get_readonly_fields(self, request, obj=None):
        return ["address", "subscriptions", "deliveries", "history"] if obj else []

    def get_queryset(self, request):
        self._see = sees_addresses(request)
        return super().get_queryset(request).prefetch_related("subscriptions__mailing_list")

    def get_search_fields(self, request):
        return ["key"] if sees_addresses(request) else []

    def get_search_results(self, request, queryset, search_term):
        wanted = search_term and self.get_search_fields(request)
        return (by_address(queryset, search_term) if wanted else queryset), False

    def has_add_permission(self, request) -> bool:
        return super().has_add_permission(request) and sees_addresses(request)

    @admin.display(description=_("e-mail address"), ordering="key")
    def address(self, subscriber: Subscriber) -> str:
        return subscriber.email if self._see else subscriber.masked

    @admin.display(description=_("lists"))
    def on_lists(self, subscriber: Subscriber) -> str:
        return ", ".join(
            f"{one.mailing_list} ({one.get_state_display()})" for one in subscriber.subscriptions.all()
        )

    @admin.display(description=_("subscriptions"))
    def subscriptions(self, subscriber: Subscriber) -> str:
        subscriptions = subscriber.subscriptions.select_related("mailing_list", "consent")
        return render_to_string("admin/subscriptions/subscriptions.html", {"subscriptions": subscriptions})

    @admin.display(description=_("mailings"))
    def deliveries(self, subscriber: Subscriber) -> str:
        """The latest, and what became of each."""
        found = subscriber.deliveries.select_related("mailing__mailing_list").order_by("-pk")[
            :SHOWN_DELIVERIES
        ]
        context = {"deliveries": [(one, self._answer(one)) for one in found], "most": SHOWN_DELIVERIES}
        return render_to_string("admin/subscriptions/deliveries.html", context)

    def _answer(self, delivery: Delivery) -> str:
        words = said(delivery.reason)
        return words if self._see else veiled(words)

    @admin.display(description=_("history"))
    def history(self, subscriber: Subscriber) -> str:
        events = subscriber.events.select_related("mailing_list", "by", "wording").order_by("-pk")
        context = {"events": events[:SHOWN_EVENTS], "see": self._see}
        return render_to_string("admin/subscriptions/history.html", context)

    def add_view(self, request, form_url="", extra_context=None):
        """A person who may not be added is told so at the form, which stays as it was."""
        try:
            return super().add_view(request, form_url, extra_context)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:subscriptions_subscriber_add"))

    def save_model(self, request, obj, form, change):
        if change:
            obj.save(update_fields=["name", "language", "paused_until"])
            return
        said = form.cleaned_data
        subscription = adding.add(
            said["email"],
            said["mailing_list"],
            said["reason"],
            request.user,
            name=said["name"],
            language=said["language"],
        )
        obj.__dict__.update(subscription.subscriber.__dict__)

    def delete_model(self, request, obj):
        erasing.erase(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for subscriber in queryset:
            erasing.erase(subscriber, by=request.user)

    @admin.action(description=_("Take off all lists"), permissions=["change"])
    def take_off(self, request, queryset):
        number = 0
        for subscriber in queryset:
            for one in subscriber.subscriptions.filter(state=State.ACTIVE).select_related("mailing_list"):
                unsubscribing.leave(subscriber, one.mailing_list, Evidence(by=request.user, place="/admin/"))
                number += 1
        text = ngettext("%d subscription ended.", "%d subscriptions ended.", number)
        self.message_user(request, text % number)

    @admin.action(description=_("Put on the suppression list"), permissions=["change"])
    def suppress(self, request, queryset):
        for subscriber in queryset:
            adding.stop(subscriber, Reason.MANUAL, Evidence(by=request.user, place="/admin/"))
        self.message_user(request, _("These addresses get no mail any more."))
