"""Formats: the shapes that editors give to briefings."""

from __future__ import annotations

from django.contrib import admin
from django.utils.text import slugify

from briefings import slugs
from briefings.admin.choosing import ModelAdmin
from briefings.admin.languages import in_languages, translated
from briefings.admin.mentioned import ReferenceForm
from briefings.admin.ordered import OrderedForm, OrderedFormSet, OrderedInline
from briefings.models import Format, FormatPart


class _PartForm(OrderedForm):
    substance = ("heading", "key", "guidance")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].required = False


class _PartFormSet(OrderedFormSet):
    def clean(self):
        rows = [form for form in self.forms if getattr(form, "cleaned_data", None)]
        taken = {form.cleaned_data.get("key") for form in rows}
        for form in rows:
            if not form.cleaned_data.get("key"):
                wanted = slugify(form.cleaned_data.get("heading") or "") or "part"
                form.cleaned_data["key"] = form.instance.key = slugs.distinct(wanted, taken)
                taken.add(form.instance.key)
        super().clean()


class FormatPartInline(OrderedInline, admin.StackedInline):
    model = FormatPart
    form = translated(FormatPart, _PartForm, headings="heading")
    formset = _PartFormSet
    template = "admin/briefings/ordered_stack.html"
    fields = [
        tuple(in_languages("heading")), ("key", "kind", "required"), ("min_words", "max_words"), "guidance", "position",
    ]  # fmt: skip


class FormatForm(ReferenceForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            self.fields["key"].required = False

    def clean_key(self) -> str:
        wanted = slugify(self.cleaned_data.get("name", "")) or "format"
        taken = Format.objects.filter(key__startswith=wanted).values_list("key", flat=True)
        return self.cleaned_data["key"] or slugs.distinct(wanted, taken)


@admin.register(Format)
class FormatAdmin(ModelAdmin):
    form = translated(Format, FormatForm, names="name")
    search_fields = ["name", "names", "key"]
    list_display = ["name", "key", "kind"]
    fields = [*in_languages("name"), ("key", "kind")]
    inlines = [FormatPartInline]
