"""A database that holds a given number of publications, made by the importer that users have."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings

from tests.benchmarks import database


def prepare(size: int) -> None:
    """The database filled to `size` publications."""
    database.join()
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
