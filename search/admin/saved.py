"""Searches that editors keep, each with what is new since it was last looked at.

The list shows what each found when it was asked last. A script asks them again once the page is there; without it, an
action does.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from search import saved
from search.models import SavedSearch
from search.querying.answers import TooSlow
from search.views.pages import field_label
from search.views.parameters import BadParameter


class SavedSearchForm(forms.ModelForm):
    class Meta:
        model = SavedSearch
        fields = ["query"]
        help_texts = {"query": _("The address of a search with its filters, copied from your browser.")}

    def clean_query(self) -> str:
        try:
            query = saved.address_of(self.cleaned_data["query"])
            if not query:
                raise forms.ValidationError(_("This searches for nothing in particular."))
            saved.check(query)
        except BadParameter as problem:
            raise forms.ValidationError(_said(problem)) from problem
        except TooSlow as problem:
            raise forms.ValidationError(_("This search takes too long.")) from problem
        return query


@admin.register(SavedSearch)
class SavedSearchAdmin(admin.ModelAdmin):
    form = SavedSearchForm
    list_display = ["__str__", "new", "seen_until", "remedy"]
    list_per_page = 20  # each is asked
    actions = ["look_now", "mark_as_seen"]

    class Media:
        js = [Script("search/saved.js", type="module")]

    def get_urls(self):
        news = path(
            "<int:pk>/news/",
            self.admin_site.admin_view(require_POST(self.news_view)),
            name="search_savedsearch_news",
        )
        return [news, *super().get_urls()]

    def news_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks a search, keeps what is new, and answers with what its list shows of that."""
        search = get_object_or_404(SavedSearch, pk=pk)
        if not self.has_view_permission(request, search):
            raise PermissionDenied
        saved.ask(search)
        return HttpResponse(_shown(search), headers={"Cache-Control": "no-store"})

    def save_model(self, request: HttpRequest, obj: SavedSearch, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        saved.see(obj)

    @admin.display(description=_("new"))
    def new(self, search: SavedSearch) -> str:
        address = reverse("admin:search_savedsearch_news", args=[search.pk])
        return format_html('<span data-news="{}">{}</span>', address, _shown(search))

    @admin.display(description=_("search"))
    def remedy(self, search: SavedSearch) -> str:
        return format_html(
            '<a href="{}?{}&amp;sort=newest">{}</a>', reverse("search"), search.query, _("search")
        )

    @admin.action(description=_("Look for news"), permissions=["view"])
    def look_now(self, request: HttpRequest, queryset: QuerySet[SavedSearch]) -> None:
        for search in queryset:
            saved.ask(search)

    @admin.action(description=_("Mark as seen"), permissions=["change"])
    def mark_as_seen(self, request: HttpRequest, queryset: QuerySet[SavedSearch]) -> None:
        for search in queryset:
            saved.see(search)


def _said(problem: BadParameter) -> str:
    """What is wrong, and with which filter: an address has many."""
    of_words = problem.field == "q"
    return problem.message if of_words else f"{field_label(problem.field)}: {problem.message}"


def _shown(search: SavedSearch) -> SafeString:
    """What is new, as it was when the search was asked last."""
    if search.asked_at is None:
        return format_html('<span class="quiet">{}</span>', _("not looked yet"))
    known: Any = search.found
    if not known:
        return format_html("{}", _("This search takes too long."))
    links = format_html_join(" · ", '<a href="{}">{}</a>', known["pieces"])
    when = naturaltime(search.asked_at)
    return format_html('{} {} <span class="quiet">({})</span>', known["number"], links, when)
