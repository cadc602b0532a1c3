"""Publications in the search: there the moment they are public, gone the moment they are not."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections

from briefings import publishing
from briefings.models import Briefing
from search.models import Synonyms
from tests import factories as make

pytestmark = pytest.mark.django_db
EVERY = 20  # of the corpora's strings one in so many: all of them take ten seconds


def search(client, q: str = "", **params) -> dict:
    answer = client.get("/api/search", {"q": q, **params})
    assert answer.status_code == 200, answer.content
    return answer.json()


def titles(client, q: str = "", **params) -> list[str]:
    return [result["title"] for result in search(client, q, **params)["results"]]


def test_a_publication_is_found_when_it_is_published_and_never_before(client):
    briefing = make.briefing("Yards return to profit", publish=False)
    assert titles(client, "yards") == []
    publishing.publish(briefing)
    assert titles(client, "yards") == ["Yards return to profit"]
    publishing.unpublish(briefing)
    assert titles(client, "yards") == []
    publishing.publish(briefing)
    publishing.retract(briefing, note="The figures were wrong.")
    assert titles(client, "yards") == []
    assert client.get("/search/suggest", {"q": "yar"}).json()["words"] == []


def test_a_draft_of_a_published_piece_is_not_found(client):
    briefing = make.briefing("Yards return to profit")
    briefing.title = "Embargoed merger"
    briefing.save()
    assert titles(client, "embargoed") == []
    publishing.publish(briefing)
    assert titles(client, "embargoed") == ["Embargoed merger"]
    assert search(client, "return")["total"] == 0


def test_the_answer_has_the_contracts_shape(client):
    author = make.person("Ana Reyes")
    briefing = make.briefing(
        "Quota talks",
        series=make.series("Strait View"),
        authors=[author],
        topics=[make.topic("Trade")],
        tags=["ships"],
        published_at=make.on(2022, 2, 14),
    )
    answer = search(client, "employment")
    (result,) = answer["results"]
    assert result == {
        "id": briefing.pk,
        "external_id": None,
        "url": "/publications/2022/quota-talks/",
        "title": "Quota talks",
        "kind": "briefing",
        "language": "en",
        "published": result["published"],
        "authors": ["Ana Reyes"],
        "series": "Strait View",
        "snippet": "Implication\n<mark>Employment</mark> in the yards will follow."
        if "\n" in result["snippet"]
        else result["snippet"],
        "part": "implication",
        "document": None,
        "pinned": False,
    }
    assert result["published"].startswith("2022-02-1") and result["published"].endswith("Z")
    assert "<mark>Employment</mark> in the yards" in result["snippet"]
    assert (answer["total"], answer["total_is_exact"], answer["page"], answer["pages"]) == (1, True, 1, 1)
    assert answer["facets"]["kind"] == [
        {"value": "briefing", "label": "Briefings", "count": 1, "selected": False}
    ]
    assert {name: [v["value"] for v in values] for name, values in answer["facets"].items()} == {
        "kind": ["briefing"],
        "year": ["2022"],
        "series": ["strait-view"],
        "channel": [],
        "author": ["ana-reyes"],
        "topic": ["trade"],
        "region": [],
        "tag": ["ships"],
        "lang": ["en"],
    }
    assert (answer["suggestion"], answer["relaxed"]) == (None, False)


def test_filters_and_fields_narrow_alike(client):
    ana = make.person("Ana Reyes")
    make.briefing(
        "Quota talks", authors=[ana], topics=[make.topic("Trade")], published_at=make.on(2022, 2, 14)
    )
    make.briefing("Quota figures", kind="article", published_at=make.on(2024, 5, 6))
    assert (
        titles(client, "quota", author="ana-reyes")
        == titles(client, 'quota author:"Ana Reyes"')
        == ["Quota talks"]
    )
    assert (
        titles(client, "quota", kind="article") == titles(client, "quota kind:article") == ["Quota figures"]
    )
    assert titles(client, "quota", year="2022") == titles(client, "quota before:2023") == ["Quota talks"]
    assert titles(client, "quota", after="2023-01-01") == ["Quota figures"]
    assert titles(client, "quota -author:reyes") == ["Quota figures"]
    assert titles(client, "quota", sort="oldest") == ["Quota talks", "Quota figures"]
    chosen = search(client, "quota", kind=["article"])["facets"]["kind"]
    assert {(v["value"], v["count"], v["selected"]) for v in chosen} == {
        ("article", 1, True),
        ("briefing", 1, False),
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "brochure"),
        ("topic", "nowhere"),
        ("year", "soon"),
        ("lang", "?"),
        ("after", "yesterday"),
        ("page", "0"),
        ("page_size", "1000"),
        ("sort", "loudest"),
    ],
)
def test_values_that_make_no_sense_are_refused_by_name(client, field, value):
    answer = client.get("/api/search", {"q": "x", field: value})
    assert answer.status_code == 400
    assert answer.json()["error"]["field"] == field
    assert answer.json()["error"]["message"]


def test_what_exists_but_has_nothing_is_no_mistake(client):
    make.topic("Trade")
    assert search(client, kind="video")["total"] == 0
    assert search(client, topic="trade")["total"] == 0
    assert search(client, year="1950", lang="fr")["total"] == 0


@pytest.mark.parametrize(
    ("name", "word", "part"),
    [
        *((name, "employment", "implication") for name in ("implication", "Implic", "함의", "시사점")),
        *((name, "exports", "what-happened") for name in ('"what happened"', '"무슨 일이"')),
    ],
)
def test_a_part_is_named_by_its_heading_in_any_language(client, name, word, part):
    Synonyms.objects.create(phrases="함의\n시사점")
    make.briefing("Quota talks")
    turned = {
        "what-happened": ("What Happened", "<p>Employment in the yards rose.</p>"),
        "implication": ("Implication", "<p>Exports will follow.</p>"),
        "context": ("Context", "<p>None.</p>"),
    }
    make.briefing("Other talks", parts=turned)
    (result,) = search(client, f"in:{name} {word}")["results"]
    assert (result["title"], result["part"]) == ("Quota talks", part)


def test_a_region_finds_what_lies_in_it(client):
    asia = make.region("East Asia")
    make.briefing("Port news", regions=[make.region("Korea", parent=asia)])
    assert titles(client, region="east-asia") == ["Port news"]


def test_a_mended_name_is_found(client):
    ana = make.person("Ana Rayes")
    briefing = make.briefing("Quota talks", authors=[ana])
    ana.name = "Ana Reyes"
    ana.save()
    publishing.refresh([briefing.pk])
    assert titles(client, "reyes") == ["Quota talks"]
    assert titles(client, "rayes") == []


@pytest.mark.django_db(transaction=True)
def test_ten_publish_at_once_and_nobody_waits_for_ever():
    before = counted()
    briefings = [make.briefing(f"Quaystone {n}", publish=False) for n in range(10)]

    def publish(briefing):
        try:
            for _ in range(3):
                fresh = Briefing.objects.get(pk=briefing.pk)
                publishing.publish(fresh)
                publishing.unpublish(fresh)
            publishing.publish(Briefing.objects.get(pk=briefing.pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(publish, briefings))
    terms, entries, docs = counted()
    assert (terms, entries - before[1], docs - before[2]) == (10, 10, 10)
    for briefing in briefings:
        publishing.unpublish(briefing)


def counted() -> tuple[int, int, int]:
    """Entries with the test's own word, by the index's count; entries by its count; entries there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT df FROM search_index.term WHERE lexeme = 'quayston'), 0), n, "
            "(SELECT count(*) FROM search_index.doc) FROM search_index.stat"
        )
        return cursor.fetchone()


SHARED = Path(__file__).parents[3] / "shared" / "data"


NASTY = [
    "' OR 1=1 --",
    "'; DROP TABLE search_doc; --",
    "\\",
    "a' & !b",
    "%s %(x)s",
    "<script>",
    "\x00",
    "f:1",
    "{q.where} {0}",
    "author:' series:%_\\ kind:person",
]


def of_corpora() -> list[str]:
    """Strings that broke other programs."""
    if not SHARED.is_dir():
        pytest.skip("no corpora of hostile strings beside the checkout")
    strings = json.loads((SHARED / "strings" / "blns.json").read_text())
    for file in sorted((SHARED / "sqli").glob("*.txt")):
        strings += file.read_text(errors="replace").splitlines()[:60]
    return strings[::EVERY]


@pytest.mark.parametrize("strings", [lambda: NASTY, of_corpora], ids=["ours", "corpora"])
def test_hostile_questions_are_questions(client, strings):
    make.briefing("Quota talks", authors=[make.person("Ana Reyes")])
    for text in strings():
        search(client, text)
        search(client, text, kind="person")
        assert client.get("/search/suggest", {"q": text}).status_code == 200
    assert titles(client, "quota") == ["Quota talks"]
    assert titles(client, "reyes", kind="person") == ["Ana Reyes"]


@pytest.mark.parametrize("address", ["/search/", "/search/feed.xml", "/publications/"])
@pytest.mark.parametrize("name", ["q", "kind", "topic", "tag", "year", "lang", "after", "page", "sort"])
@pytest.mark.parametrize("value", ["\x00", "'", "\ud7ff\\", "9" * 40])
def test_hostile_values_of_parameters_are_refused_or_ignored(client, address, name, value):
    assert client.get(address, {name: value}).status_code in (200, 400, 404)


@pytest.mark.django_db(transaction=True)
def test_a_question_that_takes_too_long_is_told_so(client, settings):
    make.briefing("Yards return to profit")
    settings.SEARCH_TIMEOUT = 100
    with psycopg.connect(**_parameters()) as other:
        other.execute("LOCK TABLE search_index.doc")  # whatever makes it slow
        page = client.get("/search/", {"q": "yards"})
        answer = client.get("/api/search", {"q": "yards"})
        korean = [
            client.get(address, {"q": "yards"}, headers={"accept-language": "ko"})
            for address in ("/search/", "/api/search", "/search/feed.xml")
        ]
    assert {response.status_code for response in (page, answer, *korean)} == {503}
    assert 'value="yards"' in page.text and "rarer" in page.text
    assert answer.json() == {"error": {"field": "q", "message": "This search takes too long."}}
    assert all("검색이 너무 오래 걸립니다" in response.text for response in korean)
    assert titles(client, "yards") == ["Yards return to profit"]


def _parameters() -> dict:
    known = ("dbname", "user", "password", "host", "port")
    return {name: value for name, value in connection.get_connection_params().items() if name in known}
