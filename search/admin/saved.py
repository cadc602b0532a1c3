"""Searches that editors keep, each with what is new since it was last looked at."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from search import saved
from search.models import SavedSearch
from search.querying.answers import TooSlow
from search.views.parameters import BadParameter

_NAMED = 5  # new pieces


class SavedSearchForm(forms.ModelForm):
    class Meta:
        model = SavedSearch
        fields = ["query"]
        help_texts = {"query": _("The address of a search with its filters, copied from your browser.")}

    def clean_query(self) -> str:
        try:
            query = saved.address_of(self.cleaned_data["query"])
        except BadParameter as problem:
            raise forms.ValidationError(problem.message) from problem
        if not query:
            raise forms.ValidationError(_("This searches for nothing in particular."))
        return query


@admin.register(SavedSearch)
class SavedSearchAdmin(admin.ModelAdmin):
    form = SavedSearchForm
    list_display = ["__str__", "new", "seen_until", "remedy"]
    list_per_page = 20  # each is asked
    actions = ["mark_as_seen"]

    def save_model(self, request: HttpRequest, obj: SavedSearch, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        saved.see(obj)

    @admin.display(description=_("new"))
    def new(self, search: SavedSearch) -> str:
        try:
            found = saved.news(search)
        except TooSlow:
            return str(_("This search takes too long."))
        titles = ((hit.shown["url"], hit.shown["title"]) for hit in found[:_NAMED])
        links = format_html_join(" · ", '<a href="{}">{}</a>', titles)
        return format_html("{} {}", len(found), links) if found else "0"

    @admin.display(description=_("search"))
    def remedy(self, search: SavedSearch) -> str:
        return format_html(
            '<a href="{}?{}&amp;sort=newest">{}</a>', reverse("search"), search.query, _("search")
        )

    @admin.action(description=_("Mark as seen"), permissions=["change"])
    def mark_as_seen(self, request: HttpRequest, queryset: QuerySet[SavedSearch]) -> None:
        for search in queryset:
            saved.see(search)
