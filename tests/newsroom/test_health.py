"""/healthz and /readyz."""

from __future__ import annotations

import pytest
from django.db import connection


def test_alive_without_the_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_not_ready_without_a_worker_and_ready_with_one(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {
        "database": "ok",
        "migrations": "ok",
        "worker": "no worker is running",
        "disk": "ok",
    }
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert client.get("/readyz").status_code == 200
