"""Pages of an answer: each result is on one of them, and what is past the end says so."""

from __future__ import annotations

import pytest

from search.querying import answers
from tests.search.archive import ask, entry, found, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    put(
        *(entry(n, text="free trade " + "filler " * (n % 7)) for n in range(8)),
        *(entry(n, text="trade " * (1 + n % 5) + "filler " * (n % 11)) for n in range(100, 130)),
    )


@pytest.mark.parametrize("size", [5, 8, 20])
def test_every_result_is_on_one_page_where_some_words_are_enough(archive, size):
    pages = [found("free trade", page=page, page_size=size) for page in range(1, 2 + 38 // size)]
    assert ask("free trade").relaxed
    keys = [key for page in pages for key in page]
    assert len(keys) == len(set(keys)) == 38
    assert set(keys[:8]) == set(range(8))
    assert keys == found("free trade", page_size=100)


@pytest.mark.parametrize("asked", ["trade", "free trade", "nothing", '"free trade"'])
@pytest.mark.parametrize("page", [99, 10_000])
def test_a_page_past_the_end_has_no_results_and_the_same_total(archive, asked, page):
    first, past = ask(asked), ask(asked, page=page)
    assert past.hits == []
    assert (past.total, past.exact, past.pages) == (first.total, first.exact, first.pages)


def test_what_cannot_be_paged_to_is_counted(archive, monkeypatch):
    monkeypatch.setattr(answers, "DEEPEST", 10)
    assert len(ask("trade", page_size=10).hits) == 10
    past = ask("trade", page=2, page_size=10)
    assert (past.hits, past.total) == ([], 38)


def test_the_page_past_the_end_leads_back(client, archive):
    page = client.get("/search/", {"q": "trade", "page": 99}).content.decode()
    assert "38 publications" in page
    assert "Nothing was found" not in page
    assert 'href="?q=trade"' in page
