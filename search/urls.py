"""Addresses of the search; the project includes them at its root."""

from __future__ import annotations

from django.urls import path

from search.views import api, pages, suggest

urlpatterns = [
    path("search/", pages.search, name="search"),
    path("search/help/", pages.help_page, name="search-help"),
    path("search/suggest", suggest.suggest, name="search-suggest"),
    path("api/search", api.search, name="api-search"),
]
