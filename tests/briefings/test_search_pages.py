"""The search page and its help as readers get them: orders, examples."""

from __future__ import annotations

import re

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db
SORTS = re.compile(r'<p class="sort">(.*?)</p>', re.DOTALL)
ONE = re.compile(r"<(b aria-current=\"true\"|a)[^>]*>([^<]+)<")


def orders(client, address: str) -> list[tuple[str, bool]]:
    """(label, whether it is the present one) of the orders on a page."""
    found = SORTS.search(client.get(address).text)
    return [(label, tag != "a") for tag, label in ONE.findall(found[1])] if found else []


@pytest.fixture
def two():
    make.briefing("Quota talks", published_at=make.on(2022, 2, 14))
    make.briefing("Quota figures", published_at=make.on(2024, 5, 6))


@pytest.mark.parametrize(
    ("query", "present"),
    [
        ("q=quota", "Best first"),
        ("q=quota&sort=oldest", "Oldest first"),
        ("kind=briefing", "Newest first"),
        ("q=kind:briefing", "Newest first"),
        ("q=kind:briefing -harbour&sort=oldest", "Oldest first"),
        ("kind=briefing&sort=newest", "Newest first"),
        ("kind=briefing&sort=oldest", "Oldest first"),
    ],
)
def test_the_present_order_is_marked_and_words_alone_are_ordered_by_relevance(client, two, query, present):
    labels = ["Best first", "Newest first", "Oldest first"][0 if "q=quota" in query else 1 :]
    assert orders(client, f"/search/?{query}") == [(label, label == present) for label in labels]


def test_the_order_of_a_search_without_words_can_be_turned(client, two):
    page = client.get("/search/?kind=briefing").text
    assert 'href="?kind=briefing&amp;sort=oldest"' in page
    turned = client.get("/search/?kind=briefing&sort=oldest").text
    assert turned.index("Quota talks") < turned.index("Quota figures")


def test_listings_mark_the_present_order_too(client, two):
    assert orders(client, "/publications/") == [("Newest first", True), ("Oldest first", False)]
    assert orders(client, "/publications/?sort=oldest") == [("Newest first", False), ("Oldest first", True)]


def test_the_help_names_every_field_and_the_comma(client):
    page = client.get("/search/help/").text
    plain = re.sub(r"<[^>]+>", "", page)
    for field in "author series channel topic region tag kind lang year before after title in".split():
        assert f"{field}:" in plain, field
    assert "author:baek,seo series:garam year:2026" in plain
    assert "a comma means either" in plain
    assert "쉼표는 ‘또는’을 뜻합니다" in client.get("/search/help/", headers={"accept-language": "ko"}).text


def test_a_facet_of_one_value_is_shown_where_it_narrows(client):
    make.briefing("Quota talks", topics=[make.topic("Fisheries")])
    assert "topic=fisheries" not in client.get("/search/", {"q": "quota"}).content.decode()
    make.briefing("Quota news")
    assert "topic=fisheries" in client.get("/search/", {"q": "quota"}).content.decode()


def test_all_that_a_facet_tells_is_there_what_comes_later_behind_a_summary(client):
    topics = [make.topic(f"Topic {n:02}") for n in range(15)]
    for n in range(len(topics)):
        make.briefing(f"Quota talks {n}", topics=topics[n:])
    page = client.get("/search/?q=quota").text
    shown, _more, later = page[page.index('id="filters"') :].partition('<details class="rest">')
    assert [f"topic=topic-{n:02}&" in shown or f'topic=topic-{n:02}"' in shown for n in (14, 3, 2)] == [
        True,
        True,
        False,
    ]
    assert all(f"topic=topic-{n:02}" in later for n in (0, 1, 2))
    page = client.get("/search/?q=quota&topic=topic-00").text
    assert page.index("topic-00") < page.index('<details class="rest">')
