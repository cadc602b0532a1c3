"""The public API: pages of publications, one in full, and clear refusals."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings import publishing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://institute.example"


def titles(client, query: str = "") -> list[str]:
    response = client.get(f"/api/publications/{query}")
    assert response.status_code == 200, response.content
    return [result["title"] for result in response.json()["results"]]


def refused(client, query: str) -> str:
    response = client.get(f"/api/publications/{query}")
    assert response.status_code == 400
    assert response.json()["error"]["message"]
    return response.json()["error"]["field"]


def test_list_is_newest_first_and_open_to_other_sites(client):
    factories.briefing("Old", published_at=factories.on(2020))
    made = factories.briefing(
        "New",
        authors=[factories.person("Ana Reyes")],
        series=factories.series(),
        published_at=factories.on(2026, 5, 3),
    )
    response = client.get("/api/publications/")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Type"] == "application/json"
    answer = response.json()
    assert (answer["total"], answer["page"], answer["pages"], answer["next"]) == (2, 1, 1, None)
    first = answer["results"][0]
    assert first["id"] == made.pk
    assert first["url"] == "/publications/2026/new/"
    assert first["published"] == "2026-05-03T12:00:00Z"
    assert first["authors"] == ["Ana Reyes"]
    assert first["series"] == {"name": "Strait View", "slug": "strait-view", "url": "/series/strait-view/"}


def test_pages_follow_each_other(client):
    for day in range(1, 6):
        factories.briefing(f"No {day}", published_at=factories.on(2026, 3, day))
    first = client.get("/api/publications/?page_size=2&sort=oldest").json()
    assert [result["title"] for result in first["results"]] == ["No 1", "No 2"]
    assert client.get(first["next"]).json()["results"][0]["title"] == "No 3"
    assert client.get(first["next"]).json()["previous"] == "/api/publications/?sort=oldest&page_size=2"


def test_filters(client):
    ana = factories.person("Ana Reyes")
    factories.briefing(
        "Mine",
        kind="paper",
        language="ko",
        authors=[ana],
        series=factories.series(),
        topics=[factories.topic()],
        regions=[factories.region()],
        tags=["steel"],
        published_at=factories.on(2024, 6, 15),
    )
    factories.briefing("Other", published_at=factories.on(2026))
    for query in (
        "kind=paper",
        "lang=ko",
        "author=ana-reyes",
        "series=strait-view",
        "topic=trade",
        "region=east-asia",
        "tag=steel",
        "year=2024",
        "before=2024-06-15",
        "after=2024-06-15&before=2024-06-16",
    ):
        assert titles(client, f"?{query}") == ["Mine"], query
    assert titles(client, "?after=2024-06-16") == ["Other"]
    assert titles(client, "?kind=paper&kind=briefing") == ["Other", "Mine"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?kind=poem", "kind"),
        ("?series=none", "series"),
        ("?author=nobody", "author"),
        ("?year=soon", "year"),
        ("?after=2024-13-01", "after"),
        ("?page=0", "page"),
        ("?page=2", "page"),
        ("?page_size=101", "page_size"),
        ("?sort=best", "sort"),
    ],
)
def test_what_cannot_be_understood_is_named(client, query, field):
    assert refused(client, query) == field


def test_one_in_full(client):
    english = factories.briefing("Yards", published_at=factories.on(2026, 5, 3), tags=["steel"])
    factories.briefing("조선소", language="ko", translation_of=english, published_at=factories.on(2026, 5, 4))
    publishing.correct(english, note="Four percent.", now=factories.on(2026, 6, 1))
    answer = client.get(f"/api/publications/{english.pk}").json()
    assert [part["key"] for part in answer["parts"]] == ["what-happened", "implication", "context"]
    assert answer["parts"][1] == {
        "key": "implication",
        "heading": "Implication",
        "kind": "prose",
        "html": "<p>Employment in the yards will follow.</p>",
        "text": "Employment in the yards will follow.",
    }
    assert answer["permanent"] == f"https://institute.example/p/{english.pk}"
    assert answer["corrections"] == [
        {"note": "Four percent.", "material": True, "made": "2026-06-01T12:00:00Z"}
    ]
    assert [(t["language"], t["title"]) for t in answer["translations"]] == [("ko", "조선소")]


def test_retracted_piece_says_so_and_is_not_listed(client):
    made = factories.briefing()
    publishing.retract(made, note="Made up.")
    answer = client.get(f"/api/publications/{made.pk}").json()
    assert (answer["retracted"], answer["retraction_note"]) == (True, "Made up.")
    assert titles(client) == []


def test_drafts_are_not_found(client):
    made = factories.briefing(publish=False)
    response = client.get(f"/api/publications/{made.pk}")
    assert response.status_code == 404
    assert response.json()["error"]["field"] == "id"


def test_list_costs_the_same_whatever_its_length(client):
    for number in range(6):
        factories.briefing(f"Piece {number}", topics=[factories.topic(f"Topic {number}")])
    with CaptureQueriesContext(connection) as queries:
        assert len(titles(client)) == 6
    assert len(queries) <= 2


def test_it_is_read_only(client):
    assert client.post("/api/publications/").status_code == 405
