"""robots.txt and security.txt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest

from newsroom.models import SiteRecord

pytestmark = pytest.mark.django_db
SITE = "https://institute.example"


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = SITE


def test_robots_may_read_what_is_public(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(response.content.decode().splitlines())
    for path in ("/", "/publications/2026/yards/", "/feeds/feed.xml", "/api/publications/"):
        assert rules.can_fetch("*", SITE + path), path
    for path in ("/admin/", "/preferences/abc/", "/unsubscribe/abc/", "/subscribe/confirm/abc/"):
        assert not rules.can_fetch("*", SITE + path), path
    assert rules.site_maps() == [f"{SITE}/sitemap.xml", f"{SITE}/news-sitemap.xml"]


def fields(client) -> dict[str, str]:
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


def test_security_txt_names_a_contact_and_expires_within_a_year(client):
    SiteRecord.objects.create(name="Strait Notes", contact_email="desk@institute.example")
    stated = fields(client)
    assert stated["Contact"] == "mailto:desk@institute.example"
    assert stated["Canonical"] == f"{SITE}/.well-known/security.txt"
    lasts = datetime.fromisoformat(stated["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < lasts < timedelta(days=365)


def test_security_txt_without_an_address_leads_to_the_site(client):
    assert fields(client)["Contact"] == f"{SITE}/"
