"""Feeds: each entry whole and valid in three formats, for the site and every hub, at a fixed cost."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings import publishing
from briefings.models import BriefingPart
from newsroom.models import SiteRecord
from tests import factories

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
SITE = "https://institute.example"


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = SITE


def rss(client, path: str = "/feeds/feed.xml"):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    return ElementTree.fromstring(response.content).find("channel")


def atom(client, path: str = "/feeds/atom.xml"):
    response = client.get(path)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def json_feed(client, path: str = "/feeds/feed.json") -> dict:
    response = client.get(path)
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    return json.loads(response.content)


def titles(client, path: str) -> list[str]:
    return [item.findtext("title") for item in rss(client, path).iter("item")]


def test_rss_carries_the_whole_piece(client):
    ana, bo = factories.person("Ana Reyes"), factories.person("Bo Lind")
    paper = factories.document("Quota tables")
    made = factories.briefing(
        authors=[ana, bo],
        topics=[factories.topic("Trade")],
        documents=[paper],
        published_at=factories.on(2026, 5, 3),
    )
    channel = rss(client)
    item = channel.find("item")
    assert channel.find(f"{ATOM}link").attrib == {
        "href": f"{SITE}/feeds/feed.xml",
        "rel": "self",
        "type": "application/rss+xml",
    }
    assert item.findtext("link") == f"{SITE}/publications/2026/yards-return-to-profit/"
    assert item.find("guid").text == f"{SITE}/p/{made.pk}"
    assert item.find("guid").get("isPermaLink") == "true"
    assert parsedate_to_datetime(item.findtext("pubDate")) == factories.on(2026, 5, 3)
    assert [creator.text for creator in item.findall(f"{DC}creator")] == ["Ana Reyes", "Bo Lind"]
    assert item.find("author") is None
    assert item.findtext("category") == "Trade"
    assert item.find("enclosure").attrib == {
        "url": f"{SITE}{paper.get_absolute_url()}",
        "length": "15",
        "type": "application/pdf",
    }
    assert "<h2>Implication</h2>" in item.findtext(f"{CONTENT}encoded")
    assert "Employment in the yards will follow." in item.findtext(f"{CONTENT}encoded")


def test_atom_has_what_rfc_4287_requires(client):
    made = factories.briefing(
        authors=[factories.series("Strait View")], published_at=factories.on(2026, 5, 3)
    )
    feed = atom(client)
    entry = feed.find(f"{ATOM}entry")
    assert feed.findtext(f"{ATOM}id") == f"{SITE}/feeds/atom.xml"
    assert feed.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated") == "2026-05-03T12:00:00Z"
    assert entry.findtext(f"{ATOM}id") == f"{SITE}/p/{made.pk}"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Strait View"
    assert entry.findtext(f"{ATOM}author/{ATOM}uri") == f"{SITE}/series/strait-view/"
    assert entry.find(f"{ATOM}content").get("type") == "html"


def test_unsigned_entry_is_signed_by_the_publisher(client):
    factories.briefing()
    assert atom(client).findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") == "Newsroom"


def test_json_feed(client):
    made = factories.briefing("한국 조선업", language="ko", published_at=factories.on(2026, 5, 3))
    feed = json_feed(client)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{SITE}/feeds/feed.json"
    (item,) = feed["items"]
    assert (item["id"], item["title"], item["language"]) == (f"{SITE}/p/{made.pk}", "한국 조선업", "ko")
    assert datetime.fromisoformat(item["date_published"]) == factories.on(2026, 5, 3)


def test_addresses_in_the_text_are_whole_ones_and_notes_are_numbered(client):
    body = '<p><a href="/topics/x/">here</a><sup data-note="See &lt;3&gt;.">*</sup></p>'
    factories.briefing(parts={**factories.THREE_PARTS, "context": ("Context", body)})
    html = rss(client).findtext(f"item/{CONTENT}encoded")
    assert f'<a href="{SITE}/topics/x/">here</a><sup>[1]</sup>' in html
    assert "<li>See &lt;3&gt;.</li>" in html


def test_odd_characters_leave_the_xml_whole(client):
    made = factories.briefing("R&D <b> ]]> “x”", publish=False)
    BriefingPart.objects.filter(briefing=made).update(body="<p>bell \x07 &amp; \ufffe fish</p>")
    publishing.publish(made)
    item = rss(client).find("item")
    assert item.findtext("title") == "R&D <b> ]]> “x”"
    assert "bell  &amp;  fish" in item.findtext(f"{CONTENT}encoded")


def test_correction_moves_updated_and_is_told(client):
    made = factories.briefing(published_at=factories.on(2026, 5, 3))
    publishing.correct(made, note="The rise was 4 percent.", now=factories.on(2026, 6, 1))
    entry = atom(client).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}published") == "2026-05-03T12:00:00Z"
    assert entry.findtext(f"{ATOM}updated") == "2026-06-01T12:00:00Z"
    assert "The rise was 4 percent." in entry.findtext(f"{ATOM}content")


def test_retracted_undated_and_unpublished_are_left_out(client):
    factories.briefing("Kept")
    factories.briefing("Draft", publish=False)
    factories.briefing("Undated", undated=True)
    publishing.retract(factories.briefing("Wrong"), note="Made up.")
    assert titles(client, "/feeds/feed.xml") == ["Kept"]


def test_every_hub_has_its_own(client):
    ana, view, home = (
        factories.person("Ana Reyes"),
        factories.series("Strait View"),
        factories.channel("The Peninsula"),
    )
    asia, trade = factories.region("East Asia"), factories.topic("Trade")
    factories.briefing(
        "Mine",
        authors=[ana],
        series=view,
        channel=home,
        topics=[trade],
        regions=[asia],
        tags=["steel"],
        kind="paper",
    )
    factories.briefing("Other")
    for path in (
        "/people/ana-reyes/",
        "/series/strait-view/",
        "/the-peninsula/",
        "/topics/trade/",
        "/regions/east-asia/",
        "/tags/steel/",
        "/papers/",
    ):
        assert titles(client, f"{path}feed.xml") == ["Mine"], path
        page = atom(client, f"{path}atom.xml").find(f"{ATOM}link[@rel='alternate']")
        assert page.get("href") == f"{SITE}{path}"
        assert [item["title"] for item in json_feed(client, f"{path}feed.json")["items"]] == ["Mine"]
    assert rss(client, "/series/strait-view/feed.xml").findtext("title") == "Strait View – Newsroom"


@pytest.mark.parametrize("path", ["/people/nobody/feed.xml", "/nowhere/atom.xml", "/tags/none/feed.json"])
def test_a_hub_that_does_not_exist_has_none(client, path):
    assert client.get(path).status_code == 404


def test_feed_of_one_language(client):
    factories.briefing("English")
    factories.briefing("한국어", language="ko")
    assert titles(client, "/feeds/feed.xml?lang=ko") == ["한국어"]
    assert client.get("/feeds/feed.xml?lang=xx").status_code == 404


def test_feed_reads_the_same_whatever_the_reader_speaks(client):
    factories.briefing()
    english = client.get("/feeds/feed.xml", headers={"accept-language": "en"}).content
    assert client.get("/feeds/feed.xml", headers={"accept-language": "ko"}).content == english


def test_empty_feeds_are_valid(client):
    assert rss(client).findtext("description")
    assert rss(client).find("lastBuildDate") is None
    assert atom(client).findtext(f"{ATOM}updated")
    assert json_feed(client)["items"] == []


def test_feed_of_corrections(client):
    made = factories.briefing("Yards")
    publishing.correct(made, note="The rise was 4 percent.", now=factories.on(2026, 6, 1))
    item = rss(client, "/corrections/feed.xml").find("item")
    assert item.findtext("title") == "Correction: Yards"
    assert item.findtext("guid").startswith(f"{SITE}/p/{made.pk}#correction-")
    before = item.findtext("guid")
    publishing.correct(made, note="And the year 2019.", now=factories.on(2026, 6, 2))
    guids = [item.findtext("guid") for item in rss(client, "/corrections/feed.xml").iter("item")]
    assert len(guids) == 2 and guids[1] == before


def test_recordings_come_with_the_feed(client):
    factories.briefing(kind="podcast", media_url="https://cdn.example/talk.mp3?x=1")
    enclosure = rss(client).find("item/enclosure")
    assert (enclosure.get("url"), enclosure.get("type")) == ("https://cdn.example/talk.mp3?x=1", "audio/mpeg")


def test_twenty_newest_in_four_queries(client):
    view = factories.series()
    SiteRecord.objects.create(name="Strait Notes")
    for day in range(1, 23):
        factories.briefing(f"No {day}", series=view, published_at=factories.on(2026, 3, day))
    with CaptureQueriesContext(connection) as queries:
        shown = titles(client, "/series/strait-view/feed.xml")
    assert shown == [f"No {day}" for day in range(22, 2, -1)]
    assert len(queries) <= 4


def test_unchanged_feed_is_not_sent_again(client):
    factories.briefing()
    first = client.get("/feeds/feed.xml")
    again = client.get("/feeds/feed.xml", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    factories.briefing("Another")
    assert client.get("/feeds/feed.xml", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_page_of_feeds_leads_to_them(client):
    factories.series()
    page = client.get("/feeds/").content.decode()
    for path in ("/feeds/feed.xml", "/briefings/feed.xml", "/series/strait-view/feed.xml"):
        assert f'href="{path}"' in page
