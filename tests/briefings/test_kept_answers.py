"""Answers of the search are kept as long as nothing that they show changes, and not a moment longer."""

from __future__ import annotations

from collections import OrderedDict

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings import publishing
from briefings.models import ContentEpoch
from search import indexing
from search.models import Synonyms
from search.views.asking import answers
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def known_epoch(monkeypatch):
    """As a web process knows it that listens to the database."""
    monkeypatch.setattr(
        answers, "version", lambda: ContentEpoch.objects.values_list("value", flat=True).get()
    )
    monkeypatch.setattr(answers, "_kept", OrderedDict())


def total(client, q: str, **params) -> int:
    return client.get("/api/search", {"q": q, **params}).json()["total"]


def test_a_question_is_answered_once_while_nothing_changes(client):
    make.briefing("Yards return to profit", authors=[make.person("Ana Reyes")])
    for address in ("/search/", "/api/search", "/search/feed.json"):
        client.get(address, {"q": "yards"})
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/api/search", {"q": "yards"}).json()["total"] == 1
        assert "Yards" in client.get("/search/", {"q": "yards"}).text
    asked = [query["sql"] for query in queries]
    assert not [sql for sql in asked if "search_index.doc" in sql or "search_aside" in sql]


def test_whatever_changes_is_seen_at_once(client, tmp_path):
    assert total(client, "yards") == 0
    briefing = make.briefing("Yards return to profit", authors=[make.person("Ana Reyes")])
    assert total(client, "yards") == 1
    assert total(client, "shipyards") == 0
    Synonyms.objects.create(phrases="yards\nshipyards")
    assert total(client, "shipyards") == 1
    assert total(client, "fellow", kind="person") == 0
    client.force_login(User.objects.create_superuser("ada", password="x"))
    person = briefing.credits.get().person
    fields = {"name": "Ana Reyes", "title": "Fellow", "slug": "ana-reyes"}
    client.post(f"/admin/briefings/person/{person.pk}/change/", fields)
    assert total(client, "fellow", kind="person") == 1
    publishing.unpublish(briefing)
    assert total(client, "yards") == 0
    assert total(client, "fellow", kind="person") == 0


def test_what_is_taken_over_later_or_mended_by_a_rebuild_is_seen_too(client, tmp_path, monkeypatch):
    file = tmp_path / "pieces.jsonl"
    file.write_text('{"id": "1", "title": "Cranes", "body_html": "<p>x</p>", "date": "2024-05-01"}\n')
    with monkeypatch.context() as patched:
        patched.setattr(indexing, "catch_up", lambda *_: None)
        call_command("import_publications", str(file), verbosity=0)
    assert total(client, "cranes") == 0
    indexing.catch_up()
    assert total(client, "cranes") == 1
    with connection.cursor() as cursor:  # a damaged index
        cursor.execute("UPDATE search_index.doc SET codes = '{}'")
    assert total(client, "x") == 0
    call_command("rebuild_search", verbosity=0)
    assert total(client, "x") == 1
