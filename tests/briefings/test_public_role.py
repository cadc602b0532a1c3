"""Public pages never touch draft tables: they are read here as a database role that has no right to them."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from briefings import publishing
from briefings.editions.sending import send
from briefings.models import DRAFT_MODELS, Briefing, Publication
from newsroom.models import SiteRecord
from tests import factories as make
from tests.briefings.editions import press

pytestmark = pytest.mark.django_db
OURS = ("briefings", "newsroom", "taggit")
OF_SEARCH = ("search_aside", "search_synonyms", "search_pin", "search_pinnedentry", "search_protectedword")
LISTS = "subscriptions_mailinglist"  # who is on them is nobody's business


@contextmanager
def public_role():
    """Inside, this connection may only read, and only what is public."""
    drafts = {model._meta.db_table for model in DRAFT_MODELS}
    drafts |= {field.m2m_db_table() for model in DRAFT_MODELS for field in model._meta.many_to_many}
    tables = [
        t for t in connection.introspection.table_names() if t.split("_")[0] in OURS and t not in drafts
    ]
    tables.append(LISTS)
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS newsroom_public_test")
        cursor.execute("CREATE ROLE newsroom_public_test")
        cursor.execute("GRANT USAGE ON SCHEMA public TO newsroom_public_test")
        cursor.execute("GRANT USAGE ON SCHEMA search_index TO newsroom_public_test")
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA search_index TO newsroom_public_test")
        for table in (*tables, *OF_SEARCH):
            cursor.execute(f'GRANT SELECT ON "{table}" TO newsroom_public_test')
        cursor.execute("SET LOCAL ROLE newsroom_public_test")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


@pytest.fixture
def newsroom_with_a_secret():
    """A public piece with everything on it, and beside it a draft, an unpublished change and a piece in the bin."""
    author, channel = make.person("Ana Reyes"), make.channel("The Peninsula")
    series = make.series("Strait View", channel=channel)
    briefing = make.briefing(
        "Yards return to profit",
        series=series,
        channel=channel,
        authors=[author],
        topics=[make.topic("Trade")],
        regions=[make.region("Korea")],
        tags=["ships"],
        documents=[make.document()],
        image=make.image(),
        published_at=make.on(2024, 5, 6),
    )
    briefing.dek = "A second version, so that the first one has an address of its own."
    briefing.save(update_fields=["dek"])
    publishing.publish(briefing)
    send(press.edition(series, briefing, day=date(2024, 5, 7)), site=SiteRecord.current(), mailed=False)
    press.edition(series, briefing, number=13, subject="The secret merger", day=date(2024, 5, 8))
    make.briefing("Embargoed: the secret merger", authors=[author], series=series, publish=False)
    briefing.title = "Changed: the secret merger"
    briefing.save(update_fields=["title"])
    return briefing


ADDRESSES = [
    "/",
    "/publications/",
    "/publications/?q=yards&kind=briefing&topic=trade&author=ana-reyes",
    "/publications/2024/",
    "/publications/2024/5/",
    "/publications/2024/yards-return-to-profit/",
    "/publications/2024/yards-return-to-profit/v/1/",
    "/publications/2024/yards-return-to-profit.md",
    "/publications/2024/yards-return-to-profit.json",
    "/publications/2024/yards-return-to-profit.bib",
    "/publications/2024/yards-return-to-profit.ris",
    "/briefings/",
    "/series/",
    "/series/strait-view/",
    "/series/strait-view/editions/",
    "/series/strait-view/2024-05-07/",
    "/people/",
    "/people/ana-reyes/",
    "/topics/",
    "/topics/trade/",
    "/regions/",
    "/regions/korea/",
    "/tags/ships/",
    "/the-peninsula/",
    "/corrections/",
    "/feeds/",
    "/feeds/feed.xml",
    "/feeds/atom.xml",
    "/feeds/feed.json",
    "/series/strait-view/feed.xml",
    "/people/ana-reyes/atom.xml",
    "/the-peninsula/feed.json",
    "/sitemap.xml",
    "/sitemap-hubs.xml",
    "/news-sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/api/publications/",
    "/api/search?q=merger",
    "/search/",
    "/search/?q=yards+secret&kind=briefing",
    "/search/?q=sekret",
    "/search/feed.xml?q=yards",
    "/search/suggest?q=sec",
    "/subscribe/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_public_pages_read_public_tables_only_and_show_no_draft(client, newsroom_with_a_secret, address):
    with public_role():
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
    assert response.status_code == 200
    assert b"secret merger" not in body


def test_the_short_link_leads_to_the_address_and_reads_public_tables_only(client, newsroom_with_a_secret):
    with public_role():
        response = client.get(f"/p/{newsroom_with_a_secret.pk}")
    assert response.status_code in (301, 302)
    assert response.url == "/publications/2024/yards-return-to-profit/"


def test_the_document_of_a_publication_is_served_from_public_tables_only(client, newsroom_with_a_secret):
    document = Publication.objects.get().says.documents[0]
    with public_role():
        response = client.get(document.url)
        assert b"".join(response).startswith(b"%PDF")


def test_the_guard_can_fail(newsroom_with_a_secret):
    with public_role(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Briefing.objects.first()


def test_every_table_is_either_a_draft_or_public():
    """A new model must be put on one side or the other."""
    public = {
        "channel", "contentepoch", "document", "format", "formatpart", "image", "organisation", "person",
        "publication", "publicationcredit", "publishedcorrection", "publishedversion", "redirect", "region",
        "sentcorrection", "sentedition", "series", "topic",
    }  # fmt: skip
    drafts = {model._meta.model_name for model in DRAFT_MODELS}
    assert {
        model._meta.model_name for model in apps.get_app_config("briefings").get_models()
    } == public | drafts
