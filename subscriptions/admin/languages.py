"""Texts in other languages as form fields: `names = {"ko": "…"}` is edited as “Name (Korean)”."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.text import capfirst, format_lazy

from subscriptions.models import MailingList

OTHERS = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
COLUMNS = {"names": "name", "promises": "promise"}


class ListForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for column, base in COLUMNS.items():
            for code, _name in OTHERS:
                self.initial.setdefault(f"{base}_{code}", getattr(self.instance, column).get(code, ""))

    def clean(self):
        cleaned = super().clean()
        for column, base in COLUMNS.items():
            kept = dict(getattr(self.instance, column))
            said = {
                code: self.cleaned_data.get(f"{base}_{code}", kept.get(code, "")) for code, _name in OTHERS
            }
            setattr(self.instance, column, {code: text for code, text in (kept | said).items() if text})
        return cleaned


def form() -> type[ListForm]:
    """The form of a list with a field for each text and language."""
    fields: dict[str, forms.Field] = {}
    for base in COLUMNS.values():
        model_field = MailingList._meta.get_field(base)
        for code, language in OTHERS:
            fields[f"{base}_{code}"] = forms.CharField(
                label=format_lazy("{} ({})", capfirst(model_field.verbose_name), language),
                required=False,
                max_length=model_field.max_length,
                widget=AdminTextInputWidget(),
                validators=model_field.validators,
            )
    return type("TranslatedListForm", (ListForm,), fields)


def names(base: str) -> list[str]:
    """The form fields of a text: its own, and one for each other language."""
    return [base, *(f"{base}_{code}" for code, _name in OTHERS)]
