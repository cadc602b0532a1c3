"""The database of a benchmark: made if missing, migrated, its index read into memory."""

from __future__ import annotations

import psycopg
from django.conf import settings


def join() -> None:
    """Make the database of DATABASE_URL if it is missing, set Django up on it, and migrate."""
    import django
    from django.core.management import call_command

    address = settings.DATABASES["default"]
    with psycopg.connect(
        dbname="postgres", user=address["USER"], host=address["HOST"], autocommit=True
    ) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [address["NAME"]]).fetchone():
            server.execute(f'CREATE DATABASE "{address["NAME"]}"')
    django.setup()
    call_command("migrate", verbosity=0)
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)


def entries() -> int:
    """How many entries the index holds."""
    return _value("SELECT n FROM search_index.stat")


def warm(schema: str) -> None:
    """Read the index once, so that every run finds it in memory."""
    for table in ("doc", "score", "entry"):
        _value(f"SELECT count(*) FROM {schema}.{table} WHERE id > 0")


def one_row() -> int:
    """One row by its key: what no answer can be faster than."""
    return _value("SELECT id FROM search_index.doc WHERE id = 1000")


def _value(statement: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
