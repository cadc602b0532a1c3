"""Tags come and go with the briefings that carry them; here they are renamed and tidied up."""

from __future__ import annotations

from django.contrib import admin
from taggit.models import Tag

from briefings.admin.mentioned import MentionedAdmin

admin.site.unregister(Tag)


@admin.register(Tag)
class TagAdmin(MentionedAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    fields = ["name", "slug"]
    ordering = ["name"]
