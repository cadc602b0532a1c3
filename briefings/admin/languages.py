"""Texts in other languages as ordinary form fields: `names = {"ko": "…"}` is edited as “Name (Korean)”.

class TopicAdmin(ModelAdmin):
    form = translated(Topic, names="name")
    fields = [*in_languages("name"), "slug"]
"""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.db import models
from django.utils.text import capfirst, format_lazy

from briefings.admin.prose import ProseWidget
from briefings.sanitizing import SanitizedHTMLField, clean

OTHERS = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class TranslatedForm(forms.ModelForm):
    """Keeps each field `<base>_<language>` in the JSON column named in `translated`: {"names": "name"}."""

    translated: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for column, base in self.translated.items():
            kept = getattr(self.instance, column)
            for code, _name in OTHERS:
                self.initial.setdefault(f"{base}_{code}", kept.get(code, ""))

    def clean(self):
        cleaned = super().clean()
        for column, base in self.translated.items():
            kept = dict(getattr(self.instance, column))
            for code, _name in OTHERS:
                text = self.cleaned_data.get(f"{base}_{code}", kept.get(code, ""))
                kept.pop(code, None)
                if text:
                    kept[code] = text
            setattr(self.instance, column, kept)
        return cleaned


def translated(model: type[models.Model], form: type[forms.ModelForm] = TranslatedForm, **columns: str):
    """A form class for `model` with a field for each base field and language: `translated(Topic, names="name")`."""
    fields = {
        f"{base}_{code}": _field(model._meta.get_field(base), name)
        for base in columns.values()
        for code, name in OTHERS
    }
    bases = (form,) if issubclass(form, TranslatedForm) else (TranslatedForm, form)
    return type(f"{model.__name__}Form", bases, {"translated": columns, **fields})


def in_languages(*bases: str) -> list[str]:
    """Names of form fields: each base field followed by its other languages."""
    return [name for base in bases for name in (base, *(f"{base}_{code}" for code, _name in OTHERS))]


def _field(base: models.Field, language: str) -> forms.Field:
    label = format_lazy("{} ({})", capfirst(base.verbose_name), language)
    if isinstance(base, SanitizedHTMLField):
        return SanitizedField(label=label, required=False, widget=ProseWidget())
    widget = AdminTextareaWidget if isinstance(base, models.TextField) else AdminTextInputWidget
    return forms.CharField(label=label, required=False, max_length=base.max_length, widget=widget)


class SanitizedField(forms.CharField):
    def clean(self, value):
        return str(clean(super().clean(value)))
