"""What an edition holds, and who made it, each in order."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import Q, TextField

from briefings.admin.choosing import Choosing
from briefings.admin.credits import CreditForm
from briefings.admin.editions import starting
from briefings.admin.ordered import OrderedForm, OrderedInline
from briefings.models import Amendment, Briefing, Edition, EditionCredit, EditionItem, State


class ItemForm(OrderedForm):
    substance = ("briefing",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "briefing" in self.fields:
            # What was withdrawn meanwhile does not keep the rest from being saved; it keeps it from being sent.
            can_be = Q(state=State.PUBLISHED) | Q(pk=self.instance.briefing_id)
            self.fields["briefing"].queryset = Briefing.objects.filter(can_be)


class _Inline(OrderedInline, Choosing, admin.StackedInline):
    template = "admin/briefings/ordered_rows.html"

    def start(self, request) -> list[dict]:
        """Rows that a new edition begins with."""
        raise NotImplementedError

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else len(self.start(request)) or 1

    def formset_kwargs(self, request, obj: Edition) -> dict:
        return {} if obj.pk or request.method == "POST" else {"initial": self.start(request)}


class ItemInline(_Inline):
    model = EditionItem
    form = ItemForm
    fields = ["briefing", "shown", "note", "position"]
    autocomplete_fields = ["briefing"]
    formfield_overrides = {TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})}}

    def start(self, request) -> list[dict]:
        return starting.items(request)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "briefing":
            field.widget.can_add_related = False  # what is new is not public yet
        return field

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("briefing")


class EditionCreditInline(_Inline):
    model = EditionCredit
    form = CreditForm
    fields = ["role", "person", "organisation", "series", "position"]
    autocomplete_fields = ["person", "organisation", "series"]

    def start(self, request) -> list[dict]:
        return starting.credits(request)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "organisation", "series")


class AmendmentInline(Choosing, admin.StackedInline):
    """What earlier editions got wrong: came by itself with the correction, can be reworded or taken out."""

    model = Amendment
    template = "admin/briefings/ordered_rows.html"
    fields = ["briefing", "note"]
    readonly_fields = ["briefing"]
    extra = 0
    formfield_overrides = {TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})}}

    def formset_kwargs(self, request, obj: Edition) -> dict:
        return {}

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_view_permission(self, request, obj=None) -> bool:
        return request.user.has_perm("briefings.view_edition")

    def has_change_permission(self, request, obj=None) -> bool:
        """Whoever composes the edition; what was approved or sent stays as it is."""
        return request.user.has_perm("briefings.change_edition") and (obj is None or obj.is_open)

    has_delete_permission = has_change_permission

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("briefing")
