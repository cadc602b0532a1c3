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
    """Read the index into PostgreSQL's memory, so that every run finds it there."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
        cursor.execute(_WARM, [schema])


def one_row() -> int:
    """One row by its key: what no answer can be faster than."""
    return _value("SELECT id FROM search_index.doc WHERE id = 1000")


def _value(statement: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


_WARM = """
WITH own AS (SELECT oid, reltoastrelid FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'),
     held AS (SELECT oid FROM own UNION SELECT reltoastrelid FROM own WHERE reltoastrelid > 0)
SELECT sum(pg_prewarm(oid)) FROM (SELECT oid FROM held UNION SELECT indexrelid FROM pg_index JOIN held ON indrelid = oid)"""
