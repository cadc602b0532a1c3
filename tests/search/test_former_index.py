"""An index of a form that this version does not read: after the migration all is found again, by the worker's own doing."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

from search import entries, tasks
from search.entries import Source
from search.indexing import waiting
from tests.search.archive import entry, found, put

pytestmark = pytest.mark.django_db


def test_what_a_former_index_held_is_taken_over(monkeypatch):
    held = {n: entry(n, f"Lighthouse {n}") for n in range(1, 61)}
    monkeypatch.setattr(entries, "_sources", {})
    entries.register(
        Source("test", lambda: iter(held), lambda keys: map(held.__getitem__, keys), lambda: len(held))
    )
    put(*held.values())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_index.doc DROP COLUMN sequence")
    migrate()
    assert found("lighthouse") == []
    assert waiting() == 60
    tasks.catch_up(0)
    assert waiting() == 0
    assert len(found("lighthouse", page_size=100)) == 60


def test_an_index_of_this_form_is_left_as_it_is():
    put(entry(1, "Lighthouse"))
    migrate()
    assert found("lighthouse") == [1]
    assert waiting() == 0


def migrate() -> None:
    with connection.schema_editor() as editor:
        import_module("search.migrations.0005_sequences").renew(None, editor)
