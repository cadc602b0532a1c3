"""The random samples that tell about large matches, and the index that some of them have."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from search.indexing import codes
from search.querying import estimating
from search.querying.conditions import Condition
from search.querying.matching import Match
from tests.search.archive import entry, put

pytestmark = pytest.mark.django_db


@given(st.lists(st.integers(1, 2**63 - 1), min_size=1, max_size=50))
@settings(max_examples=50, deadline=None)
def test_the_database_knows_who_is_in_the_sample_that_has_an_index(numbers):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {codes.IN_INDEXED} FROM unnest(%s::bigint[]) WITH ORDINALITY AS e (id, n) ORDER BY n",
            [numbers],
        )
        told = [held for (held,) in cursor.fetchall()]
    assert told == [codes.sample(codes.INDEXED) in codes.samples(number) for number in numbers]


@pytest.fixture
def archive():
    put(*(entry(n, "Port" if n % 3 else "Coast") for n in range(1, 601)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, key FROM search_index.entry")
        return dict(cursor.fetchall())


@pytest.mark.parametrize("size", codes.SAMPLES)
@pytest.mark.parametrize(
    ("match", "holds"),
    [
        (Match(), lambda key: True),
        (Match(after=datetime(2000, 1, 1, tzinfo=UTC)), lambda key: True),
        (Match(before=datetime(2000, 1, 1, tzinfo=UTC)), lambda key: False),
        ("{port}", lambda key: key % 3),
        ("!{port}", lambda key: not key % 3),
    ],
)
def test_a_sample_is_of_those_that_match(archive, match, holds, size):
    if isinstance(match, str):
        match = Match((Condition(match.format(port=number_of("port"))),))
    members = [key for number, key in archive.items() if codes.sample(size) in codes.samples(number)]
    assert members
    assert estimating.sample(match, size).count == sum(map(bool, map(holds, members)))


@pytest.mark.parametrize("size", [size for size in codes.SAMPLES if size >= codes.INDEXED])
def test_the_index_of_the_sample_is_what_it_is_looked_up_in(archive, size):
    match = Match((Condition(str(number_of("port"))),)).sampled(size)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("DROP INDEX search_index.doc_codes")  # of so few entries either might be taken
        cursor.execute(f"EXPLAIN SELECT id FROM search_index.doc WHERE {match.where}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Bitmap Index Scan on doc_sample" in plan


def number_of(term: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM search_index.term WHERE lexeme = %s", [term])
        return cursor.fetchone()[0]
