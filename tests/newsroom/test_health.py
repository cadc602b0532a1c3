"""/healthz and /readyz."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection

from newsroom import health, migrated


@pytest.fixture
def a_worker(db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def test_alive_without_the_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_ready(client, a_worker):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "migrations": "ok", "worker": "ok", "disk": "ok"}


def test_not_ready_without_a_worker_that_gave_a_sign_lately(client, a_worker):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
    response = client.get("/readyz")
    assert (response.status_code, response.json()["worker"]) == (503, "no worker is running")


def test_not_ready_before_all_migrations(client, a_worker, monkeypatch):
    monkeypatch.setattr(
        migrated, "known", lambda: {("briefings", "0001_initial"): None, ("briefings", "9999"): None}
    )
    response = client.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (503, "1 migrations are not applied")


def test_not_ready_when_the_disk_is_nearly_full(client, a_worker, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE", 1 << 60)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["disk"].endswith("MB are free")


def test_without_the_database_nothing_else_is_asked_of_it(client, monkeypatch):
    def refused() -> str:
        raise OperationalError("connection refused")

    monkeypatch.setattr(health, "database", refused)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {
        "database": "the database does not answer",
        "migrations": "not known",
        "worker": "not known",
        "disk": "ok",
    }
    assert response.content.isascii()
