"""Autocomplete for everything that is chosen from a list that grows.

Django's own widget asks the database for the label of each chosen row, once a field. Here labels come from what the
form's instance has loaded already, so a form costs the same number of queries however many credits it shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _


class _Known(AutocompleteMixin):
    known: dict[str, str] = {}

    @property
    def media(self):
        return super().media + forms.Media(
            js=[forms.Script("briefings/admin/choice_labels.js", type="module")]
        )

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs["data-placeholder"] = self.attrs.get("data-placeholder") or str(_("Choose…"))
        if self.allow_multiple_selected:
            # Its “clear all” stands in a list without being an item of it; each choice can be removed anyway.
            attrs["data-allow-clear"] = "false"
        return attrs

    def optgroups(self, name, value, attrs=None):
        # Whatever an address or a form asks for: what cannot be an id is nothing that could be chosen.
        chosen = [str(pk) for pk in value if str(pk).isdecimal() and len(str(pk)) < 19]
        if not all(pk in self.known for pk in chosen):
            return super().optgroups(name, chosen, attrs)
        blank = [] if self.is_required or self.allow_multiple_selected else [("", "", False)]
        options = [*blank, *((pk, self.known[pk], True) for pk in chosen)]
        return [(None, [self.create_option(name, *option, index) for index, option in enumerate(options)], 0)]


class Choice(_Known, AutocompleteSelect):
    pass


class Choices(_Known, AutocompleteSelectMultiple):
    pass


class Choosing:
    """For ModelAdmin and inlines: autocomplete widgets that know what is chosen. The form derives from `KnowsChosen`.

    Beside a field stands a link that adds to the list it offers, and none that changes or deletes from it.
    """

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Choice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Choices(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class KnowsChosen(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = bare(field.widget)
            if isinstance(widget, _Known):
                given = self.initial.get(name)  # an instance, where whoever began the form has it at hand
                rows = [given] if isinstance(given, models.Model) else _loaded(self.instance, name)
                widget.known = {str(row.pk): str(row) for row in rows}


def bare(widget: forms.Widget) -> forms.Widget:
    """The widget itself, without the admin's wrapper with its add and change links."""
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def _loaded(instance: models.Model, name: str) -> Iterable[models.Model]:
    """What `instance` has in memory for a relation: nothing is fetched."""
    prefetched = getattr(instance, "_prefetched_objects_cache", {}).get(name)
    if prefetched is not None:
        return prefetched
    row = instance._state.fields_cache.get(name)
    return [row] if row else []


def _named(form: type[forms.BaseForm], kind: type[forms.Widget]) -> type[forms.BaseForm]:
    """`form`, its widgets of `kind` named for screen readers: those to which Django gives no label of their own."""
    for field in form.base_fields.values():
        if isinstance(field.widget, kind) and not field.widget.is_hidden:
            field.widget.attrs.setdefault("aria-label", capfirst(str(field.label)))
    return form


class ModelAdmin(Choosing, admin.ModelAdmin):
    """What all our admins share."""

    form = KnowsChosen
    list_per_page = 20
    show_full_result_count = False

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        # Fields declared on a form are shared by all requests: what is done to them would add up and keep one language.
        form.base_fields = deepcopy(form.base_fields)
        for field in _named(form, forms.ClearableFileInput).base_fields.values():
            field.label = capfirst(field.label)
        return form

    def get_changelist_formset(self, request, **kwargs):
        formset = super().get_changelist_formset(request, **kwargs)
        formset.form = _named(formset.form, forms.Widget)
        return formset

    class Media:
        css = {"all": ["briefings/admin/back_office.css"]}
