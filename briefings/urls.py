"""Public addresses of everything published (CONTRACT: none of these may change without a redirect)."""

from __future__ import annotations

from django.urls import include, path

from briefings import converters
from briefings.models import Kind
from briefings.views import (
    api,
    citations,
    corrections,
    documents,
    editions,
    feeds,
    hubs,
    listing,
    people,
    publication,
    search_feeds,
    shared_draft,
    sitemaps,
    social_cards,
)

converters.register()


def with_feeds(route: str, view, name: str, **known) -> list:
    """A page and its three feeds: `…/feed.xml` (RSS 2.0), `…/atom.xml`, `…/feed.json`. Feed views get `of=<name>`."""
    formats = {"feed.xml": feeds.rss, "atom.xml": feeds.atom, "feed.json": feeds.json_feed}
    return [
        path(route, view, known, name=name),
        *(
            path(f"{route}{file}", feed, {"of": name, **known}, name=f"{name}-{file.replace('.', '-')}")
            for file, feed in formats.items()
        ),
    ]


dated = [
    *with_feeds("", listing.everything, "publications"),
    path("<year:year>/", listing.year, name="publications-year"),
    path("<year:year>/<int:month>/", listing.month, name="publications-month"),
    path("<year:year>/<words:slug>/", publication.show, name="publication"),
    path("<year:year>/<words:slug>/v/<int:number>/", publication.show_version, name="publication-version"),
    path("<year:year>/<words:slug>.<words:form>", citations.form, name="publication-form"),
]

urlpatterns = [
    path("publications/", include(dated)),
    path("p/<int:pk>", publication.short_link, name="short-link"),
    path("p/<words:kind>/<int:pk>", hubs.short_link, name="short-link-of"),
    *(
        entry
        for kind in Kind
        for entry in with_feeds(f"{kind.listing}/", listing.kind, kind.listing, kind=kind)
    ),
    path("series/", hubs.all_series, name="all-series"),
    *with_feeds("series/<words:slug>/", hubs.series, "series"),
    path("series/<words:slug>/editions/", editions.of_series, name="editions"),
    path("series/<words:slug>/<day:day>/", editions.show, name="edition"),
    path("people/", people.people, name="people"),
    *with_feeds("people/<words:slug>/", people.person, "person"),
    path("topics/", hubs.topics, name="topics"),
    *with_feeds("topics/<words:slug>/", hubs.topic, "topic"),
    path("regions/", hubs.regions, name="regions"),
    *with_feeds("regions/<words:slug>/", hubs.region, "region"),
    path("tags/", hubs.tags, name="tags"),
    *with_feeds("tags/<words:slug>/", hubs.tag, "tag"),
    *with_feeds("corrections/", corrections.all_corrections, "corrections"),
    path("documents/<int:pk>/<words:name>.pdf", documents.serve, name="document"),
    path("cards/<int:pk>-<int:version>.png", social_cards.card, name="card"),
    path("feeds/", feeds.index, name="feeds"),
    path("feeds/feed.xml", feeds.rss, {"of": "publications"}, name="feed"),
    path("feeds/atom.xml", feeds.atom, {"of": "publications"}, name="feed-atom"),
    path("feeds/feed.json", feeds.json_feed, {"of": "publications"}, name="feed-json"),
    path("search/feed.xml", search_feeds.rss, name="search-feed"),
    path("search/atom.xml", search_feeds.atom, name="search-feed-atom"),
    path("search/feed.json", search_feeds.json_feed, name="search-feed-json"),
    path("share/<str:token>/", shared_draft.show, name="share"),
    path("share/<str:token>/comment/", shared_draft.comment, name="share-comment"),
    path("share/<str:token>/approve/", shared_draft.approve, name="share-approve"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-publications-<int:part>.xml", sitemaps.publications, name="sitemap-publications"),
    path("sitemap-hubs.xml", sitemaps.hubs, name="sitemap-hubs"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("api/publications/", api.publications, name="api-publications"),
    path("api/publications/<int:pk>", api.publication, name="api-publication"),
    path("api/openapi.json", api.description, name="api-description"),
]
