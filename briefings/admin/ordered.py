"""Inlines whose rows have an order that the editor sets: buttons (ordered.js), or the plain number without scripts."""

from __future__ import annotations

from django import forms
from django.forms.models import BaseInlineFormSet

from briefings.admin.choosing import KnowsChosen


class OrderedForm(KnowsChosen):
    """A new row without a position goes to the end; one in which nothing of `substance` is filled in is not a row."""

    substance: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        position = self.fields.get("position")
        if position:
            position.required = False
            position.widget.attrs["data-position"] = ""
            if self.instance._state.adding and "position" not in (kwargs.get("initial") or {}):
                self.initial["position"] = None

    def has_changed(self) -> bool:
        if self.instance._state.adding and self.is_bound and not self._has_substance():
            return False
        return super().has_changed()

    def _has_substance(self) -> bool:
        return any(self[name].data not in (None, "") for name in self.substance)


class OrderedFormSet(BaseInlineFormSet):
    def clean(self):
        super().clean()
        kept = [form for form in self.forms if getattr(form, "cleaned_data", None)]
        last = max((form.cleaned_data.get("position") or 0 for form in kept), default=0)
        for form in kept:
            if form.cleaned_data.get("position") is None:
                last += 1
                form.instance.position = last


class OrderedInline:
    """Mixin for inlines, before Django's class."""

    formset = OrderedFormSet
    extra = 0

    class Media:
        js = [forms.Script("briefings/admin/ordered.js", type="module")]
