"""Results that editors put first."""

from __future__ import annotations

from urllib.parse import quote, unquote

from django import forms
from django.contrib import admin
from django.db import connection
from django.utils.translation import gettext as _

from search import entries
from search.addresses import own
from search.indexing.schema import LIVE
from search.models import Pin, PinnedEntry


class PinnedEntryForm(forms.ModelForm):
    """Takes a whole address of this site and a permanent one too, and refuses what the search does not know."""

    class Meta:
        model = PinnedEntry
        fields = ["url", "position"]

    def clean_url(self) -> str:
        parts = own(self.cleaned_data["url"])
        if parts is None:
            raise forms.ValidationError(_("This address is on another site."))
        path = entries.present(quote(unquote(parts.path), safe="/%"))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {LIVE}.entry WHERE shown->>'url' = %s", [path])
            if not cursor.fetchone():
                raise forms.ValidationError(_("Nothing that can be found is published at this address."))
        return path


class PinnedEntries(admin.StackedInline):
    model = PinnedEntry
    form = PinnedEntryForm
    extra = 1
    min_num = 1
    validate_min = True


@admin.register(Pin)
class PinAdmin(admin.ModelAdmin):
    list_display = ["query", "addresses"]
    search_fields = ["query", "entries__url"]
    inlines = [PinnedEntries]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("entries")

    @admin.display(description=PinnedEntry._meta.verbose_name_plural)
    def addresses(self, pin: Pin) -> str:
        return ", ".join(entry.url for entry in pin.entries.all())
