"""What is published is found at once, though the large index gets it a little later."""

from __future__ import annotations

import pytest
from django.db import connection

from search import tasks
from tests.search.archive import entry, found, put

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("index", ["doc_codes", "doc_sample"])
def test_the_worker_puts_what_was_published_into_its_place(index):
    taken_from_the_list(index)
    put(*(entry(n, "Lighthouse") for n in range(1, 101)))  # some are in the sample
    assert sorted(found("lighthouse", page_size=100)) == [*range(1, 101)]
    assert taken_from_the_list(index) > 0
    put(*(entry(n, "Lighthouse keepers") for n in range(101, 201)))
    tasks.catch_up(0)
    assert taken_from_the_list(index) == 0
    assert sorted(found("keepers", page_size=100)) == [*range(101, 201)]
    assert sorted(found("lighthouse -keepers", page_size=100)) == [*range(1, 101)]


def taken_from_the_list(index: str) -> int:
    """How many pages of it there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list(%s)", [f"search_index.{index}"])
        return cursor.fetchone()[0]
