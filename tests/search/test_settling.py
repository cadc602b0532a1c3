"""What is published is found at once, though the large index gets it a little later."""

from __future__ import annotations

import pytest
from django.db import connection

from search import tasks
from tests.search.archive import entry, found, put

pytestmark = pytest.mark.django_db


def test_the_worker_puts_what_was_published_into_its_place():
    taken_from_the_list()
    put(entry(1, "Lighthouse"))
    assert found("lighthouse") == [1]
    assert taken_from_the_list() > 0
    put(entry(2, "Lighthouse keepers"))
    tasks.catch_up(0)
    assert taken_from_the_list() == 0
    assert sorted(found("lighthouse")) == [1, 2]


def taken_from_the_list() -> int:
    """How many pages of it there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('search_index.doc_codes')")
        return cursor.fetchone()[0]
