"""The archive and the listings of kinds: totals, facets as links, filters to take away, pages at depth."""

from __future__ import annotations

import re

import pytest

from briefings import publishing
from briefings.models import Publication
from tests import factories as make

pytestmark = pytest.mark.django_db


def read(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def titles(page: str) -> list[str]:
    return re.findall(r'<h2 lang="\w+"><a href="[^"]+">([^<]+)</a>', page)


def test_the_total_index_counts_what_is_listed(client):
    for n in range(3):
        make.briefing(f"Piece {n}", published_at=make.on(2024, 1, n + 1))
    publishing.retract(make.briefing("Retracted"), note="Wrong.")
    make.briefing("Draft", publish=False)
    page = read(client, "/publications/")
    assert "Total index: 3 publications" in page
    assert titles(page) == ["Piece 2", "Piece 1", "Piece 0"]


def test_one_publication_is_not_plural(client):
    make.briefing(kind="paper")
    assert re.search(r"1 publication(?!s)", read(client, "/papers/"))


def test_facets_narrow_and_chosen_filters_can_be_removed(client):
    trade, ships = make.topic("Trade"), make.topic("Ships")
    make.briefing("A", topics=[trade])
    make.briefing("B", topics=[ships])
    make.briefing("C", topics=[ships])
    page = read(client, "/publications/")
    assert re.search(r'<a href="\?topic=ships" rel="nofollow">Ships</a> <span>2</span>', page)

    narrowed = read(client, "/publications/?topic=ships")
    assert sorted(titles(narrowed)) == ["B", "C"]
    assert "<details open><summary>Topic</summary>" in narrowed
    assert "Topic: Ships" in narrowed and '<a href="./" rel="nofollow">' in narrowed
    assert '<meta name="robots" content="noindex, follow">' in narrowed
    assert "noindex" not in page


def test_words_find_titles(client):
    make.briefing("Ports and yards")
    make.briefing("Rice and salt")
    page = read(client, "/publications/?q=YARDS")
    assert titles(page) == ["Ports and yards"]
    assert 'name="q" value="YARDS"' in page


def test_the_deepest_page_is_reached(client):
    for n in range(45):
        make.briefing(f"Piece {n:02}", published_at=make.on(2024, 1 + n // 28, 1 + n % 28))
    page = read(client, "/publications/?page=3")
    assert titles(page) == ["Piece 04", "Piece 03", "Piece 02", "Piece 01", "Piece 00"]
    assert re.search(r'<a href="\?page=2" rel="prev">', page) and 'rel="next"' not in page
    assert re.search(r'<link rel="canonical" href="[^"]+/publications/\?page=3">', page)
    assert titles(read(client, "/publications/?sort=oldest"))[0] == "Piece 00"


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("page=4", "last page is 1"),
        ("kind=novel", "novel"),
        ("sort=random", "newest"),
        ("after=soon", "YYYY-MM-DD"),
    ],
)
def test_what_cannot_be_understood_is_explained(client, query, says):
    make.briefing()
    page = read(client, f"/publications/?{query}", 400)
    assert says in page and "Show the whole list" in page


def test_years_and_months_lead_down_and_count(client):
    make.briefing("March one", published_at=make.on(2023, 3, 1))
    make.briefing("March two", published_at=make.on(2023, 3, 9))
    make.briefing("June", published_at=make.on(2023, 6, 1))
    make.briefing("Other year", published_at=make.on(2024, 6, 1))
    everything = read(client, "/publications/")
    assert re.search(r'<a href="/publications/2023/">2023</a> <span>3</span>', everything)
    year = read(client, "/publications/2023/")
    assert titles(year) == ["June", "March two", "March one"]
    assert re.search(r'<a href="/publications/2023/3/">March</a> <span>2</span>', year)
    assert titles(read(client, "/publications/2023/3/")) == ["March two", "March one"]


@pytest.mark.parametrize(
    "address", ["/publications/1999/", "/publications/2023/5/", "/publications/2023/13/"]
)
def test_empty_years_and_months_do_not_exist(client, address):
    make.briefing(published_at=make.on(2023, 3))
    read(client, address, 404)


def test_undated_pieces_have_a_year_of_their_own(client):
    make.briefing("From the archive", undated=True)
    assert titles(read(client, "/publications/undated/")) == ["From the archive"]


def test_kinds_list_only_themselves(client):
    make.briefing("A paper", kind="paper")
    make.briefing("A briefing")
    page = read(client, "/papers/")
    assert titles(page) == ["A paper"]
    assert '<link rel="alternate" type="application/rss+xml" title="Papers" href="/papers/feed.xml">' in page


def test_an_empty_listing_says_so(client):
    assert "Nothing has been published here yet." in read(client, "/videos/")
    make.briefing()
    assert "Nothing matches." in read(client, "/publications/?q=zebra")


def test_titles_carry_their_language(client):
    make.briefing("조선소가 흑자로 돌아섰다", language="ko")
    assert '<h2 lang="ko">' in read(client, "/publications/")


@pytest.mark.parametrize(
    ("query", "english", "korean"),
    [
        ("year=x", "Year", "연도"),
        ("author=nobody", "Author", "필자"),
        ("lang=!", "Language", "언어"),
        ("sort=x", "Order", "순서"),
        ("after=x", "From", "부터"),
        ("before=x", "Until", "까지"),
        ("page=9", "Page", "쪽"),
        ("page_size=1000", "Publications per page", "쪽당 발간물 수"),
    ],
)
def test_a_bad_filter_is_named_in_words(client, query, english, korean):
    for language, name in (("en", english), ("ko", korean)):
        answer = client.get(f"/publications/?{query}", headers={"accept-language": language})
        assert answer.status_code == 400
        assert f"<strong>{name}</strong>" in answer.text


def test_a_facet_in_which_something_is_chosen_is_open(client):
    for year, language in ((2024, "en"), (2023, "ko")):
        known = {"language": language, "published_at": make.on(year), "topics": [make.topic(language)]}
        make.briefing(language, tags=[language], authors=[make.person(language)], **known)
    facet = r"<details( open)?><summary>Language"
    assert re.search(facet, read(client, "/publications/"))[1] is None
    assert re.search(facet, read(client, "/publications/?lang=ko"))[1]


def archive(page: str) -> str:
    return page[page.index('<nav class="archive"') :].split("</nav>")[0]


def test_a_few_years_stand_in_a_row(client):
    for year in range(2015, 2025):
        make.briefing(f"Of {year}", published_at=make.on(year))
    found = archive(read(client, "/publications/"))
    assert re.findall(r">(\d{4})</a> <span>1</span>", found) == [str(year) for year in range(2024, 2014, -1)]
    assert "<details" not in found


def test_many_years_are_folded_by_decade(client):
    for year in (*range(1988, 2001), *range(2019, 2025)):
        make.briefing(f"Of {year}", published_at=make.on(year))
    make.briefing("Old", publish=False)
    found = archive(read(client, "/publications/"))
    shown, *folded = found.split("<details>")
    assert re.findall(r">(\d{4})</a>", shown) == ["2024", "2023", "2022", "2021", "2020"]
    heads = [re.search(r"<summary>(\w+) <span>(\d+)</span></summary>", decade).groups() for decade in folded]
    assert heads == [("2010s", "1"), ("2000s", "1"), ("1990s", "10"), ("1980s", "2")]
    assert re.findall(r'href="(/publications/\d{4}/)"', folded[3]) == [
        "/publications/1989/",
        "/publications/1988/",
    ]
    korean = client.get("/publications/", headers={"accept-language": "ko"}).text
    assert "<summary>1990년대 <span>10</span></summary>" in archive(korean)


def test_undated_pieces_stay_in_sight_when_years_are_folded(client):
    for year in range(1988, 2025):
        make.briefing(f"Of {year}", published_at=make.on(year))
    Publication.objects.filter(year=1988).update(year=0)
    assert "/publications/undated/" in archive(read(client, "/publications/")).split("<details>")[0]
