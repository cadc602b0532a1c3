"""The list of editions: what it shows, how it is narrowed down."""

from __future__ import annotations

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from briefings.admin.filters import AutocompleteFilter
from briefings.models import Edition, EditionState


class SeriesFilter(AutocompleteFilter):
    title = _("series")
    parameter_name = "of_series"
    relation = Edition._meta.get_field("series")

    def queryset(self, request, queryset):
        return queryset.filter(series=self.value()) if self.value() else queryset


class EditionList:
    """Mixin for the admin of editions."""

    list_display = ["__str__", "subject", "date", "shown_state", "goes_out"]
    list_filter = ["state", SeriesFilter, "language"]
    list_select_related = ["series"]
    date_hierarchy = "date"
    search_fields = ["subject", "series__name"]

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, edition: Edition) -> str:
        return format_html('<span class="state {}">{}</span>', edition.state, edition.get_state_display())

    @admin.display(description=_("sent"), ordering="sent_at")
    def goes_out(self, edition: Edition) -> str:
        """When it went out, or will."""
        moment = edition.scheduled_for if edition.state == EditionState.SCHEDULED else edition.sent_at
        return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""
