from __future__ import annotations

from django.contrib import admin

from briefings.admin.choosing import ModelAdmin
from briefings.admin.prose import ProseWidget
from briefings.sanitizing import SanitizedHTMLField
from newsroom.models import Page


@admin.register(Page)
class PageAdmin(ModelAdmin):
    formfield_overrides = {SanitizedHTMLField: {"widget": ProseWidget}}
    list_display = ["title", "slug", "language", "changed"]
    list_filter = ["language"]
    search_fields = ["title", "slug"]
    fields = ["title", "body", "description", ("slug", "language")]

    def view_on_site(self, page: Page) -> str:
        return page.get_absolute_url()
