"""Sitemaps: everything readers can find and nothing else, in parts, with translations; two days of news."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from briefings import publishing, sitemaps
from briefings.metadata import form_path
from briefings.models import Publication
from briefings.models.publication import UNDATED
from newsroom.models import Page
from tests import factories

pytestmark = pytest.mark.django_db
SITE = "https://institute.example"
NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = SITE


def fetched(client, path: str):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(response.getvalue())


def locs(client, path: str) -> list[str]:
    return [loc.text for loc in fetched(client, path).iterfind(".//s:loc", NS)]


def test_index_leads_to_all_parts(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART", 2)
    for number in range(3):
        factories.briefing(f"Piece {number}")
    found = locs(client, "/sitemap.xml")
    assert found == [
        f"{SITE}/sitemap-publications-1.xml",
        f"{SITE}/sitemap-publications-2.xml",
        f"{SITE}/sitemap-hubs.xml",
        f"{SITE}/sitemap-pages.xml",
    ]
    listed = [locs(client, part.removeprefix(SITE)) for part in found[:2]]
    assert [len(part) for part in listed] == [2, 1]
    assert client.get("/sitemap-publications-3.xml").status_code == 404
    assert client.get("/sitemap-publications-0.xml").status_code == 404


def test_retracted_pieces_are_left_out(client):
    kept = factories.briefing("R&D", published_at=factories.on(2026, 5, 3))
    publishing.retract(factories.briefing("Wrong"), note="Made up.")
    part = fetched(client, "/sitemap-publications-1.xml")
    assert [url.findtext("s:loc", "", NS) for url in part] == [
        SITE + Publication.objects.get(pk=kept.pk).get_absolute_url()
    ]
    assert part[0].findtext("s:lastmod", "", NS) == "2026-05-03T12:00:00Z"


def test_an_address_made_fast_is_the_routed_one(client):
    for made in (factories.briefing("한국, 조선 & 철강"), factories.briefing("Old", undated=True)):
        publication = Publication.objects.get(pk=made.pk)
        year = str(publication.year) if publication.year else UNDATED
        assert publication.get_absolute_url() == reverse("publication", args=[year, publication.slug])
        assert form_path(publication, "bib") == reverse(
            "publication-form", args=[year, publication.slug, "bib"]
        )


def test_part_costs_few_queries_whatever_its_size(client):
    for number in range(5):
        factories.briefing(f"Piece {number}")
    with CaptureQueriesContext(connection) as queries:
        locs(client, "/sitemap-publications-1.xml")
    assert len(queries) <= 3


def test_hubs_that_lead_somewhere(client):
    factories.briefing(
        authors=[factories.person("Ana Reyes")], topics=[factories.topic("Trade")], tags=["steel"]
    )
    factories.topic("Empty")
    found = locs(client, "/sitemap-hubs.xml")
    assert {
        f"{SITE}/people/ana-reyes/",
        f"{SITE}/topics/trade/",
        f"{SITE}/tags/steel/",
        f"{SITE}/papers/",
    } <= set(found)
    assert f"{SITE}/topics/empty/" not in found
    assert len(found) == len(set(found))


def test_static_pages_once_whatever_their_languages(client):
    Page.objects.create(slug="about", title="About")
    Page.objects.create(slug="about", title="소개", language="ko")
    assert locs(client, "/sitemap-pages.xml") == [f"{SITE}/", f"{SITE}/about/"]


def test_news_of_two_days(client):
    now = timezone.now()
    factories.briefing("New & old", published_at=now - timedelta(hours=47))
    factories.briefing("Stale", published_at=now - timedelta(hours=49))
    (url,) = fetched(client, "/news-sitemap.xml")
    assert url.findtext("n:news/n:title", "", NS) == "New & old"
    assert url.findtext("n:news/n:publication/n:name", "", NS) == "Newsroom"
    assert url.findtext("n:news/n:publication/n:language", "", NS) == "en"


def test_nothing_published_is_still_valid(client):
    assert locs(client, "/sitemap.xml") == [f"{SITE}/sitemap-hubs.xml", f"{SITE}/sitemap-pages.xml"]
    assert locs(client, "/news-sitemap.xml") == [f"{SITE}/"]
