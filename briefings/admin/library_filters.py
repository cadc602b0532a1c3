"""Filters of the lists of pictures and documents: what is unused, lacks words, or is there twice."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from briefings import media_uses


class UsedFilter(admin.SimpleListFilter):
    title = _("usage")
    parameter_name = "used"

    def lookups(self, request, model_admin):
        return [("no", _("used nowhere"))]

    def queryset(self, request, queryset):
        return media_uses.unused(queryset) if self.value() == "no" else queryset


class LackingFilter(admin.SimpleListFilter):
    title = _("what is missing")
    parameter_name = "without"

    def lookups(self, request, model_admin):
        return [("alt", _("without alternative text")), ("credit", _("without credit"))]

    def queryset(self, request, queryset):
        return queryset.filter(**{self.value(): ""}) if self.value() in ("alt", "credit") else queryset


class TwiceFilter(admin.SimpleListFilter):
    title = _("same file")
    parameter_name = "twice"

    def lookups(self, request, model_admin):
        return [("yes", _("there more than once"))]

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        every = queryset.model._base_manager.order_by()
        twice = every.values("digest").annotate(number=Count("pk")).filter(number__gt=1)
        return queryset.filter(digest__in=twice.values("digest")).order_by("digest", "pk")


class TypeFilter(admin.SimpleListFilter):
    """As it is stored: uploads become one or the other."""

    title = _("type")
    parameter_name = "type"

    def lookups(self, request, model_admin):
        return [("jpg", _("photograph (JPEG)")), ("png", _("drawing or transparent (PNG)"))]

    def queryset(self, request, queryset):
        chosen = self.value() in ("jpg", "png")
        return queryset.filter(file__endswith=f".{self.value()}") if chosen else queryset
