"""How strictly each check is taken, and how names are spelled: lists that editors keep."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext_lazy as _

from briefings.admin.choosing import ModelAdmin
from briefings.admin.mentioned import ReferenceForm
from briefings.checks.registry import CHECKS
from briefings.models import CheckRule, Term


class RuleForm(ReferenceForm):
    """A check that knows no limit has none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        check = CHECKS.get(self.instance.name)
        if check and check.limit is None and "limit" in self.fields:
            self.fields["limit"].disabled = True


@admin.register(CheckRule)
class CheckRuleAdmin(ModelAdmin):
    """Every check is there from the start: none is added or deleted."""

    form = RuleForm
    list_display = ["label", "says", "use", "limit"]
    list_editable = ["use", "limit"]
    fields = ["label", "says", "use", "limit"]
    readonly_fields = ["label", "says"]
    list_per_page = 100

    @admin.display(description=_("check"))
    def label(self, rule: CheckRule) -> str:
        return str(CHECKS[rule.name].label) if rule.name in CHECKS else rule.name

    @admin.display(description=_("what it wants"))
    def says(self, rule: CheckRule) -> str:
        return str(CHECKS[rule.name].says) if rule.name in CHECKS else ""

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{"form": RuleForm, **kwargs})

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class Lines(forms.CharField):
    """A list of texts, one a line."""

    widget = AdminTextareaWidget

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        lines = (" ".join(line.split()) for line in super().to_python(value).splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    def has_changed(self, initial, data) -> bool:
        return (initial or []) != self.to_python(data or "")


class TermForm(ReferenceForm):
    variants = Lines(
        label=_("Variants"),
        help_text=_("One a line: where a text has one of these, the preferred form is offered."),
    )

    def clean_variants(self) -> list[str]:
        variants = self.cleaned_data["variants"]
        if any(len(one) > 200 for one in variants):
            raise forms.ValidationError(_("A variant has at most 200 letters."))
        if self.cleaned_data.get("preferred") in variants:
            raise forms.ValidationError(_("The preferred form cannot be one of its variants."))
        return variants


@admin.register(Term)
class TermAdmin(ModelAdmin):
    form = TermForm
    list_display = ["preferred", "others", "language"]
    list_filter = ["language"]
    search_fields = ["preferred", "variants"]
    fields = ["preferred", "variants", "language", "note"]

    @admin.display(description=_("variants"))
    def others(self, term: Term) -> str:
        return ", ".join(term.variants)
