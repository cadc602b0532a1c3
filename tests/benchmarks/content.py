"""A database that holds a given number of publications, made by the importer that users have."""

from __future__ import annotations

import subprocess
import sys

import django
import psycopg
from django.conf import settings


def database() -> None:
    """Set Django up on the database of DATABASE_URL, made if missing, with its tables."""
    address = settings.DATABASES["default"]
    with psycopg.connect(
        dbname="postgres", user=address["USER"], host=address["HOST"], autocommit=True
    ) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [address["NAME"]]).fetchone():
            server.execute(f'CREATE DATABASE "{address["NAME"]}"')
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)


def prepare(size: int) -> None:
    """The database filled to `size` publications."""
    database()
    from django.core.management import call_command
    from django.db import connection

    from briefings.models import Publication

    if Publication.objects.count() < size:
        lines = settings.DATA_DIR / "corpus.jsonl"
        with open(lines, "wb") as out:
            subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.corpus", str(size)], stdout=out, check=True
            )
        call_command("import_publications", str(lines))
        lines.unlink()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
