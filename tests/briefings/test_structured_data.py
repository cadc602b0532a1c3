"""JSON-LD and meta elements of a publication's page: types, people, corrections, and nothing that breaks out."""

from __future__ import annotations

import json
import re

import pytest

from briefings import canonical, metadata, publishing, structured_data
from briefings.models import Publication
from newsroom.models import SiteRecord
from tests import factories

pytestmark = pytest.mark.django_db
SITE = "https://institute.example"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(autouse=True)
def site_record(settings):
    settings.SITE_URL = SITE
    return SiteRecord.objects.create(name="Strait Notes", publisher="The Strait Institute")


def published(*args, **fields) -> Publication:
    fields.setdefault("published_at", factories.on(2026, 5, 3))
    return Publication.objects.get(pk=factories.briefing(*args, **fields).pk)


def nodes(client, publication: Publication) -> list[dict]:
    (block,) = BLOCK.findall(client.get(publication.get_absolute_url()).content.decode())
    stated = json.loads(block)
    assert stated["@context"] == "https://schema.org"
    return stated["@graph"]


def piece(client, publication: Publication) -> dict:
    return nodes(client, publication)[0]


def test_a_briefing_is_an_analysis(client):
    ana, edda, view = (
        factories.person("Ana Reyes"),
        factories.person("Edda Holm"),
        factories.series("Strait View"),
    )
    paper = factories.document()
    made = published(
        authors=[ana],
        editors=[edda],
        series=view,
        documents=[paper],
        topics=[factories.topic("Trade")],
        tags=["steel"],
    )
    stated = piece(client, made)
    assert stated["@type"] == "AnalysisNewsArticle"
    assert stated["headline"] == "Yards return to profit"
    assert stated["author"] == [{"@type": "Person", "name": "Ana Reyes", "url": f"{SITE}/people/ana-reyes/"}]
    assert stated["editor"][0]["name"] == "Edda Holm"
    assert stated["publisher"]["name"] == "The Strait Institute"
    assert stated["datePublished"] == "2026-05-03T12:00:00+00:00"
    assert stated["isPartOf"][0] == {
        "@type": "Periodical",
        "name": "Strait View",
        "url": f"{SITE}/series/strait-view/",
    }
    assert stated["associatedMedia"][0]["contentUrl"] == f"{SITE}{paper.get_absolute_url()}"
    assert stated["keywords"] == ["Trade", "steel"]
    assert stated["image"][0]["url"] == f"{SITE}/cards/{made.pk}-1.png"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"kind": "article"}, "NewsArticle"),
        ({"kind": "paper"}, "ScholarlyArticle"),
        ({"kind": "report"}, "Report"),
        ({"kind": "podcast", "media_url": "https://cdn.example/a.mp3"}, "PodcastEpisode"),
        ({"kind": "video", "media_url": "https://cdn.example/a.mp4"}, "VideoObject"),
        ({"kind": "video"}, "CreativeWork"),
        ({"kind": "event", "starts_at": factories.on(2026, 6, 1), "place": "Hall"}, "Event"),
        ({"kind": "event"}, "CreativeWork"),
    ],
)
def test_type_follows_kind_and_what_is_known(client, fields, kind):
    assert piece(client, published(**fields))["@type"] == kind


def test_an_event_is_there_and_online(client):
    made = published(
        kind="event",
        starts_at=factories.on(2026, 6, 1),
        place="Harbour Hall",
        media_url="https://meet.example/1",
    )
    stated = piece(client, made)
    assert stated["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in stated["location"]] == ["Place", "VirtualLocation"]
    assert "datePublished" not in stated


def test_video_has_what_search_engines_demand(client):
    stated = piece(client, published(kind="video", media_url="https://cdn.example/a.mp4"))
    assert {"name", "thumbnailUrl", "uploadDate", "contentUrl"} <= set(stated)


def test_unsigned_piece_is_the_publisher_s(client):
    assert piece(client, published())["author"][0]["name"] == "The Strait Institute"


def test_corrections_translations_and_retraction(client):
    english = factories.briefing("Yards", published_at=factories.on(2026, 5, 3))
    korean = published("조선소", language="ko", translation_of=english)
    publishing.correct(english, note="Four percent.", now=factories.on(2026, 6, 1))
    made = Publication.objects.get(pk=english.pk)
    stated = piece(client, made)
    assert stated["correction"] == [
        {"@type": "CorrectionComment", "text": "Four percent.", "datePublished": "2026-06-01T12:00:00+00:00"}
    ]
    assert stated["workTranslation"][0]["url"] == canonical.of(korean)
    publishing.retract(english, note="Made up.")
    stated = piece(client, made)
    assert stated["creativeWorkStatus"] == "Retracted"
    assert {"@type": "CorrectionComment", "text": "Made up."} in stated["correction"]


def test_breadcrumbs_lead_through_the_channel(client):
    made = published(channel=factories.channel("The Peninsula"))
    crumbs = nodes(client, made)[1]
    assert crumbs["@type"] == "BreadcrumbList"
    assert [item["item"] for item in crumbs["itemListElement"]] == [
        f"{SITE}/",
        f"{SITE}/the-peninsula/",
        canonical.of(made),
    ]


def test_no_title_ends_the_script():
    text = structured_data.script([{"name": "</script><!--\u2028&"}])
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["@graph"] == [{"name": "</script><!--\u2028&"}]


def test_no_property_is_empty(client):
    def walk(node):
        for value in node.values() if isinstance(node, dict) else node:
            assert value not in ("", None, [], {})
            if isinstance(value, dict | list):
                walk(value)

    walk(nodes(client, published(undated=True)))


def test_front_page_names_site_and_publisher(client):
    (block,) = BLOCK.findall(client.get("/").content.decode())
    website, publisher = json.loads(block)["@graph"]
    assert (website["@type"], website["name"]) == ("WebSite", "Strait Notes")
    assert (publisher["@type"], publisher["name"]) == ("Organization", "The Strait Institute")


def test_meta_elements(client):
    paper = factories.document()
    made = published(
        "한국 <조선>",
        language="ko",
        authors=[factories.person("Ana Reyes")],
        documents=[paper],
        tags=["steel"],
    )
    stated = {(name, content) for _attribute, name, content in metadata.meta(made, SiteRecord.current())}
    assert {
        ("og:title", "한국 <조선>"),
        ("og:url", canonical.of(made)),
        ("og:locale", "ko_KR"),
        ("og:image", f"{SITE}/cards/{made.pk}-1.png"),
        ("twitter:card", "summary_large_image"),
        ("article:published_time", "2026-05-03T12:00:00+00:00"),
        ("article:author", f"{SITE}/people/ana-reyes/"),
        ("article:tag", "steel"),
        ("citation_title", "한국 <조선>"),
        ("citation_author", "Ana Reyes"),
        ("citation_publication_date", "2026/05/03"),
        ("citation_pdf_url", f"{SITE}{paper.get_absolute_url()}"),
    } <= stated
    assert (
        '<meta property="og:title" content="한국 &lt;조선&gt;">'
        in client.get(made.get_absolute_url()).content.decode()
    )


def test_links_name_all_languages_only_where_there_are_several():
    made = published()
    assert not [link for link in metadata.links(made) if link.hreflang]
    korean = published("조선소", language="ko", translation_of=made.briefing)
    assert [link.hreflang for link in metadata.links(made, [korean]) if link.hreflang] == ["en", "ko"]
    assert metadata.links(made)[0] == metadata.Link("canonical", canonical.of(made))
