"""Who did what, in the order in which it is shown."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from briefings.admin.choosing import Choosing, bare
from briefings.admin.ordered import OrderedForm, OrderedInline
from briefings.admin.starting import Start
from briefings.models import Briefing, BriefingDocument, Credit, SeriesCredit

_CREDITED = {"person": _("A person"), "organisation": _("or an organisation"), "series": _("or a series")}


class CreditForm(OrderedForm):
    substance = ("person", "organisation", "series")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, placeholder in _CREDITED.items():
            if name in self.fields:
                bare(self.fields[name].widget).attrs["data-placeholder"] = str(placeholder)


class _CreditInline(OrderedInline, Choosing, admin.StackedInline):
    form = CreditForm
    fields = ["role", "person", "organisation", "series", "position"]
    autocomplete_fields = ["person", "organisation", "series"]
    template = "admin/briefings/ordered_rows.html"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "organisation", "series")


class CreditInline(_CreditInline):
    model = Credit
    follows = 2

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else len(Start.of(request).credits()) or 1

    def formset_kwargs(self, request, obj: Briefing) -> dict:
        if obj.pk or request.method == "POST":
            return {}
        return {"initial": Start.of(request).credits()}


class SeriesCreditInline(_CreditInline):
    model = SeriesCredit
    fk_name = "of"


class DocumentForm(OrderedForm):
    substance = ("document",)


class DocumentInline(OrderedInline, Choosing, admin.StackedInline):
    model = BriefingDocument
    form = DocumentForm
    fields = ["document", "position"]
    autocomplete_fields = ["document"]
    template = "admin/briefings/ordered_rows.html"
    follows = 3

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("document")

    def formset_kwargs(self, request, obj: Briefing) -> dict:
        return {}
