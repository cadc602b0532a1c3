"""Sitemaps (sitemaps.org 0.9): publications in parts of fifty thousand, hubs, and Google's news sitemap.

A part is written line by line while the database hands out plain values, so memory stays flat at any size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from math import ceil

from django.conf import settings
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from taggit.models import Tag

from briefings import canonical
from briefings.feeds.xml import clean
from briefings.models import Channel, Kind, Person, Publication, Region, SentEdition, Series, Topic
from briefings.models.publication import address

PART = 50_000
NEWS_FOR = timedelta(days=2)
MOST_NEWS = 1000  # the limit of a news sitemap
MEDIA_TYPE = "application/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def index(others: Iterable[str]) -> str:
    """The index: all parts, and the addresses `others` of sitemaps written elsewhere. One query."""
    totals = Publication.objects.listed().aggregate(number=Count("pk"), changed=Max("updated_at"))
    lines = [_HEAD, f"<sitemapindex {_SITEMAP}>\n"]
    for part in range(1, parts(totals["number"]) + 1):
        address = canonical.absolute(reverse("sitemap-publications", args=[part]))
        lines.append(f"<sitemap><loc>{escape(address)}</loc>{_lastmod(totals['changed'])}</sitemap>\n")
    lines += [f"<sitemap><loc>{escape(canonical.absolute(path))}</loc></sitemap>\n" for path in others]
    return "".join([*lines, "</sitemapindex>\n"])


def parts(number: int) -> int:
    return ceil(number / PART)


def publications(part: int) -> Iterator[str]:
    """Part `part` (from 1), in the order of their ids. One query. Their other languages are named on the pages."""
    rows = Publication.objects.listed().order_by("pk")[(part - 1) * PART : part * PART]
    yield f"{_HEAD}<urlset {_SITEMAP}>\n"
    for year, slug, updated in rows.values_list("year", "slug", "updated_at").iterator(chunk_size=2000):
        yield _url(settings.SITE_URL + address(year, slug), updated)
    yield "</urlset>\n"


def hubs() -> Iterator[str]:
    """Listings and hubs that lead to something, and the editions of series."""
    yield f"{_HEAD}<urlset {_SITEMAP}>\n"
    names = [
        "publications",
        *(kind.listing for kind in Kind),
        "all-series",
        "people",
        "topics",
        "regions",
        "tags",
    ]
    for name in [*names, "corrections", "feeds"]:
        yield _url(canonical.absolute(reverse(name)))
    for model, name, lead_on in _HUBS:
        for slug in model.objects.filter(lead_on).order_by("pk").values_list("slug", flat=True).distinct():
            yield _url(canonical.absolute(reverse(name, args=[slug])))
    sent = SentEdition.objects.order_by("pk").values_list("series__slug", "date", "sent_at")
    for slug, day, sent_at in sent.iterator(chunk_size=2000):
        yield _url(canonical.absolute(reverse("edition", args=[slug, day])), sent_at)
    yield "</urlset>\n"


def pages(addresses: Iterable[tuple[str, datetime | None]]) -> str:
    """A sitemap of single pages: whole addresses with the time of their last change."""
    return "".join([_HEAD, f"<urlset {_SITEMAP}>\n", *(_url(a, at) for a, at in addresses), "</urlset>\n"])


def news(name: str, now: datetime | None = None) -> str:
    """What was published in the last two days, under the name of the publication (the site's). One query.

    A sitemap must hold an address: when there is no news, the front page stands in it, without being news.
    """
    since = (now or timezone.now()) - NEWS_FOR
    rows = Publication.objects.listed().filter(published_at__gte=since).newest_first()
    lines = [_HEAD, f"<urlset {_SITEMAP} {_NEWS}>\n"]
    for year, slug, language, published, title in rows.values_list(
        "year", "slug", "language", "published_at", "title"
    )[:MOST_NEWS]:
        lines.append(
            f"<url><loc>{escape(settings.SITE_URL + address(year, slug))}</loc><news:news><news:publication>"
            f"<news:name>{_text(name)}</news:name><news:language>{_text(_news_language(language))}</news:language>"
            f"</news:publication><news:publication_date>{_time(published)}</news:publication_date>"
            f"<news:title>{_text(title)}</news:title></news:news></url>\n"
        )
    if len(lines) == 2:
        lines.append(_url(canonical.absolute("/")))
    return "".join([*lines, "</urlset>\n"])


_HUBS = (
    (Channel, "front", Q(publications__retracted=False)),
    (Series, "series", Q()),
    (Person, "person", Q(publicationcredit_set__publication__retracted=False)),
    (Topic, "topic", Q(publications__retracted=False)),
    (Region, "region", Q(publications__retracted=False)),
    (Tag, "tag", Q(publications__retracted=False)),
)


def _url(address: str, changed: datetime | None = None) -> str:
    return f"<url><loc>{escape(address)}</loc>{_lastmod(changed)}</url>\n"


def _lastmod(changed: datetime | None) -> str:
    return f"<lastmod>{_time(changed)}</lastmod>" if changed else ""


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _text(value: str) -> str:
    return escape(clean(value))


def _news_language(language: str) -> str:
    """ISO 639, save for Chinese, where Google tells the scripts apart."""
    return language.lower() if language.lower() in ("zh-cn", "zh-tw") else language.split("-")[0]
