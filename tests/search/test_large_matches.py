"""Where more match than are counted one by one: the order of time and the best ten are the same as without that bound."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from django.db import connection

from search.querying import answers, matching
from tests.search.archive import ask, entry, found, put

pytestmark = pytest.mark.django_db
PIECES = 400


@pytest.fixture
def archive():
    """Most pieces are of 2025, those of 2020 far behind them, a few undated; all hold “port”, as a common word."""
    rng = random.Random(5)
    put(known := entry(9_999, "Port and coast"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_index.term SET tiered = TRUE WHERE lexeme IN ('port', 'coast')")
    made = [known]
    for key in range(PIECES):
        year = rng.choice([2020, 2025, 2025, 2025])
        moment = datetime(
            year, 1 + rng.randrange(12), 1 + rng.randrange(28), rng.randrange(24), key % 60, tzinfo=UTC
        )
        words = ["port"] * rng.randint(1, 5) + ["coast"] * rng.randint(0, 5) + ["filler"] * rng.randint(1, 90)
        made.append(
            entry(key, f"Piece {key}", " ".join(words), facets={"year": str(year), "kind": rng.choice("ab")})
        )
        made[-1] = made[-1].__class__(**{**vars(made[-1]), "published": moment if key % 50 else None})
    put(*made)
    return made


def bound(monkeypatch, few, walked=5):
    for module in (answers, matching):
        monkeypatch.setattr(module, "FEW", few)
    monkeypatch.setattr(answers, "_SAMPLED_FROM", 2 * few)
    monkeypatch.setattr(matching, "_WALKED", walked)


@pytest.mark.parametrize(
    "question", ["port", "port year:2020", "year:2020 kind:a", "-coast", "port after:2020-06"]
)
@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("walked", [5, 100_000])
def test_the_order_of_time_is_the_same(archive, monkeypatch, question, order, walked):
    pages = [{"sort": order, "page_size": 6, "page": page} for page in (1, 2, 5)]
    exact = [found(question, **page) for page in pages]
    assert all(exact)
    bound(monkeypatch, 8, walked)
    assert [found(question, **page) for page in pages] == exact
    assert not ask(question).exact


@pytest.mark.parametrize(
    "question", ["port", "coast port", "port year:2020", "port OR coast", "coast kind:a"]
)
def test_the_best_are_the_same(archive, monkeypatch, question):
    exact = found(question, page_size=10)
    bound(monkeypatch, 8)
    assert found(question, page_size=10) == exact
    assert not ask(question).exact


@pytest.mark.parametrize("question", ["port", "port OR 7 OR 123", "por*", "the port of", "port port"])
def test_the_best_that_a_word_marks_strongly_are_the_best_of_all(archive, question):
    put(entry(10_000, "The Port of Portland", "port"), entry(10_001, "Portland", "portland " * 9 + "port"))
    everything_scored = found(question, page_size=100)
    pages = [found(question, page_size=5, page=page) for page in range(1, 9)]
    assert [key for page in pages for key in page] == everything_scored[:40]


def test_what_a_word_marks_weakly_is_not_forgotten_where_little_else_is_there(archive):
    put(entry(9_998, "Quay"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_index.term SET tiered = TRUE WHERE lexeme = 'quay'")
    long = " ".join(["filler"] * 20_000)
    put(
        *(entry(key, "Weakly", f"quay {'filler ' * (200 + key % 100)}") for key in range(1_000, 1_100)),
        *(entry(key, "Hardly", f"lagoon {long}") for key in range(2_000, 2_006)),
    )
    for question in ("quay", "quay OR lagoon"):
        assert found(question, page_size=5) == found(question, page_size=100)[:5]
    assert not {2_000, 2_001} & set(found("quay OR lagoon", page_size=5))


@pytest.fixture
def quays(monkeypatch):
    """Every other piece of many holds the phrase; few may be looked into."""
    texts = "The port of the old quay", "The quay of the old port"
    with connection.cursor() as cursor:  # numbers tell who is in a sample, and few are
        cursor.execute("SELECT setval(pg_get_serial_sequence('search_index.entry', 'id'), 1, false)")
    put(*(entry(key, f"Piece {key}", texts[key % 2]) for key in range(PIECES)))
    for module in (answers, matching):
        monkeypatch.setattr(module, "LOOKED_INTO", 60)
    monkeypatch.setattr(matching, "_LOOKED_INTO_TO_SCORE", 40)


@pytest.mark.parametrize("others", [0, 1, 12])
def test_where_too_many_hold_the_words_of_a_phrase_some_are_looked_into(quays, others):
    phrases = ['"port of the old quay"', *(f'"port {n} quay"' for n in range(others))]
    answer = ask(" OR ".join(phrases), page_size=8)
    assert len(answer.hits) == 8 or (answer.hits and others == 12)
    assert all(hit.key % 2 == 0 for hit in answer.hits)
    assert not answer.exact
    assert PIECES / 4 < answer.total < PIECES


def test_that_a_phrase_stands_nowhere_is_not_said_after_some_looks(quays):
    with pytest.raises(answers.TooSlow):
        ask('"old the port of quay"')
    assert ask('"old port" -quay').total == 0
    assert ask('"old port" year:1999').total == 0
