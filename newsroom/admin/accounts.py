"""Users and groups: Django's own pages, with permissions as boxes in words of the language, a block for each thing.

Django keeps the names of permissions in English in the database, and its chooser of two lists names itself by a label on
what cannot have one.
"""

from __future__ import annotations

import re
from itertools import groupby

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import admin as django_admin
from django.contrib.auth.models import Group, Permission, User
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from briefings.admin.deleting import Counted

_VERBS = {"add": _("Add"), "change": _("Change"), "delete": _("Delete"), "view": _("View")}
_JOINS = re.compile(r"(: \w+ object \(\d+\))$")


class Blocks(ModelChoiceIterator):
    """The permissions of each thing together, under its name: of those that have pages or rows on a page. Nothing asks
    for the others."""

    def __iter__(self):
        rows = self.queryset.select_related("content_type").order_by("content_type", "pk")
        shown, blocks = _shown(), []
        for thing, permissions in groupby(rows, key=lambda row: row.content_type):
            model = thing.model_class()
            if model in shown:
                app = apps.get_app_config(thing.app_label).verbose_name
                named = f"{app}: {model._meta.verbose_name_plural}"
                blocks.append((named, [self.choice(permission) for permission in permissions]))
        yield from sorted(blocks, key=lambda block: block[0])


def _shown() -> set[type]:
    registry = admin.site._registry
    return {*registry, *(inline.model for its_admin in registry.values() for inline in its_admin.inlines)}


class Boxes(forms.CheckboxSelectMultiple):
    """Each box says to screen readers what it is about, too."""

    def optgroups(self, name, value, attrs=None):
        blocks = super().optgroups(name, value, attrs)
        for thing, options, _index in blocks:
            for option in options:
                option["attrs"]["aria-label"] = f"{thing}: {option['label']}"
        return blocks


class Permissions(forms.ModelMultipleChoiceField):
    iterator = Blocks

    def label_from_instance(self, permission: Permission) -> str:
        return name_of(permission)


def name_of(permission: Permission) -> str:
    """What is permitted, in the active language."""
    verb, _sign, thing = permission.codename.partition("_")
    stock = verb in _VERBS and thing == permission.content_type.model
    return str(_VERBS[verb]) if stock else gettext(permission.name)


class _Boxes:
    """Mixin for both: boxes in place of Django's chooser."""

    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.remote_field.model is Permission:
            kwargs |= {"form_class": Permissions, "widget": Boxes}
        else:
            kwargs["widget"] = forms.CheckboxSelectMultiple
        field = super().formfield_for_manytomany(db_field, request=request, **kwargs)
        field.help_text = ""
        return field


class _Look:
    css = {"all": ["briefings/admin/back_office.css"]}


class GroupAdmin(_Boxes, Counted, django_admin.GroupAdmin):
    Media = _Look


class UserAdmin(_Boxes, django_admin.UserAdmin):
    Media = _Look

    def get_deleted_objects(self, objs, request):
        """Without the numbers of rows that only join two things."""
        going, counts, missing, protecting = super().get_deleted_objects(objs, request)
        return _plain(going), counts, missing, protecting


def _plain(lines: list) -> list:
    return [_plain(line) if isinstance(line, list) else _without_number(line) for line in lines]


def _without_number(line):
    return _JOINS.sub("", str(line)) if _JOINS.search(str(line)) else line


for model, its_admin in ((Group, GroupAdmin), (User, UserAdmin)):
    admin.site.unregister(model)
    admin.site.register(model, its_admin)
