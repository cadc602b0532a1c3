from __future__ import annotations

from django.contrib import admin

from briefings.admin.choosing import ModelAdmin
from briefings.models import Redirect


@admin.register(Redirect)
class RedirectAdmin(ModelAdmin):
    list_display = ["path", "target", "created"]
    search_fields = ["path", "target"]
    fields = ["path", "target"]
