"""The index made anew: by one process or several, while people publish, and when it does not come to its end."""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from briefings import publishing
from briefings.tasks import relate
from search import crew, indexing, tasks
from search.health import health
from search.models import Change, Rebuild
from tests import factories as make
from tests.web_server import database_url

rebuilding = importlib.import_module("search.indexing.rebuild")
pytestmark = pytest.mark.django_db


def titles(client, q: str = "") -> list[str]:
    return [result["title"] for result in client.get("/api/search", {"q": q}).json()["results"]]


def held() -> list[tuple]:
    """What the index holds of each entry, numbers spelled out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT e.key, e.title, e.passages::text, d.pub,
                      (SELECT array_agg((lexeme, get_byte(s.imps, place::int)) ORDER BY lexeme)
                         FROM unnest(s.terms) WITH ORDINALITY AS t (id, place) JOIN search_index.term USING (id)),
                      (SELECT array_agg(facet || value ORDER BY facet, value) FROM search_index.facet WHERE id = ANY(d.f)),
                      (SELECT array_agg(word ORDER BY word) FROM search_index.word WHERE id = ANY(e.words))
                 FROM search_index.entry e JOIN search_index.doc d USING (id) JOIN search_index.score s USING (id)
                ORDER BY e.key"""
        )
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_processes_make_the_same_index_as_one(client, monkeypatch):
    for number in range(5):
        text = f"<p>Orders rose 조선소에서 for {number} years.</p>"
        parts = {**make.THREE_PARTS, "context": ("Context", text)}
        make.briefing(f"Yards return to profit {number}", parts=parts)
    indexing.rebuild()
    by_one = held()
    monkeypatch.setattr(rebuilding, "_WORTH_PROCESSES", 1)
    monkeypatch.setattr(rebuilding, "_BATCH", 2)
    indexing.rebuild()
    assert held() == by_one
    assert len(titles(client, "in:context orders 조선소")) == len(titles(client, "orders 조선소")) == 5
    assert health().whole


@pytest.mark.django_db(transaction=True)
def test_a_process_that_dies_leaves_the_index_as_it_was(client, monkeypatch):
    make.briefing("Yards return to profit")
    indexing.later("publication", [1])
    monkeypatch.setattr(rebuilding, "_WORTH_PROCESSES", 1)
    monkeypatch.setattr(crew, "_BEGIN", "import sys; sys.exit(1)")
    with pytest.raises(indexing.Died):
        indexing.rebuild()
    assert titles(client, "yards") == ["Yards return to profit"]
    assert Rebuild.objects.get().state == Rebuild.State.STOPPED
    assert indexing.waiting() == 1


def test_what_is_published_and_withdrawn_meanwhile_is_right_afterwards(client, monkeypatch):
    monkeypatch.setattr(rebuilding, "_BATCH", 1)
    gone, changed, _stays = (make.briefing(f"Piece {name}") for name in ("gone", "changed", "stays"))

    def meanwhile(done: int, total: int) -> None:
        if done == 2:  # both are in the new index as they were
            publishing.unpublish(gone)
            changed.title = "Piece renamed"
            changed.save()
            publishing.publish(changed)
            make.briefing("Piece that is new")

    indexing.rebuild(meanwhile)
    assert sorted(titles(client, "piece")) == ["Piece renamed", "Piece stays", "Piece that is new"]
    assert titles(client, "gone") == titles(client, "changed") == []
    assert health().whole and not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_being_published_when_a_rebuild_begins_is_in_the_new_index(client):
    piece = make.briefing("Piece as it was")
    written = threading.Event()

    def publish() -> None:
        try:
            with transaction.atomic():
                piece.title = "Piece as it is"
                piece.save()
                publishing.publish(piece)
                written.set()
                wait_for_a_rebuild()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        published = pool.submit(publish)
        assert written.wait(20)
        indexing.rebuild()
        published.result()
    assert titles(client, "piece") == ["Piece as it is"]


def wait_for_a_rebuild() -> None:
    """Until one waits for what this transaction holds."""
    with connection.cursor() as cursor:
        for _attempt in range(400):
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database d ON d.oid = database "
                "WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()), pg_sleep(0.05)"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("No rebuild waits.")


_SLOW = """
import django, time; django.setup()
from search.indexing import rebuild
rebuild(lambda done, total: (print(done, flush=True), time.sleep(60)))
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_rebuild_changes_nothing_and_the_next_one_succeeds(client):
    make.briefing("Yards return to profit")
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    with subprocess.Popen([sys.executable, "-c", _SLOW], stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout.readline() == b"1\n"
        with pytest.raises(indexing.AlreadyRunning):
            indexing.rebuild()
        process.send_signal(signal.SIGKILL)
    make.briefing("Yards at a loss")
    assert len(titles(client, "yards")) == 2
    for _attempt in range(50):  # PostgreSQL notices in a moment that its client has gone
        try:
            indexing.rebuild()
            break
        except indexing.AlreadyRunning:
            connection.cursor().execute("SELECT pg_sleep(0.1)")
    assert len(titles(client, "yards")) == 2
    assert [record.state for record in Rebuild.objects.all()] == ["finished", "stopped"]


@pytest.fixture
def interrupted_import(monkeypatch, tmp_path):
    """An import whose pieces are stored, stopped before the search took them over."""

    def interrupt(progress) -> None:
        raise KeyboardInterrupt

    file = tmp_path / "pieces.jsonl"
    pieces = [
        {"id": f"h{n}", "title": f"Harbour {n}", "body_html": "<p>Cranes.</p>", "date": "2024-05-01"}
        for n in range(3)
    ]
    file.write_text("\n".join(map(json.dumps, pieces)), encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(indexing, "catch_up", interrupt)
        call_command("import_publications", str(file), verbosity=0)


def test_a_job_has_found_what_an_interrupted_import_left(client, interrupted_import):
    assert titles(client, "harbour") == []
    assert health().waiting == 3
    tasks.catch_up(0)
    assert titles(client, "harbour") == [], "the import may still be at work"
    relate(0)
    Change.objects.update(noted_at=timezone.now() - timedelta(minutes=2))
    tasks.catch_up(0)
    assert sorted(titles(client, "harbour")) == ["Harbour 0", "Harbour 1", "Harbour 2"]
    relate(0)
    page = client.get(
        client.get("/api/search", {"q": "harbour"}).json()["results"][0]["url"]
    ).content.decode()
    assert page.count("Harbour") > 3, "what is related is looked for only then"


def test_what_was_withdrawn_before_the_search_took_it_over_stays_away(client, interrupted_import):
    from briefings.models import Briefing

    publishing.unpublish(Briefing.objects.get(title="Harbour 1"))
    indexing.catch_up()
    assert sorted(titles(client, "harbour")) == ["Harbour 0", "Harbour 2"]
    assert health().whole
