"""Whether a `DATABASE_URL` of somebody's own leads to a database that Newsroom can work with.

`manage.py migrate` asks before it changes anything; `manage.py check --database default` asks at any time.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core import checks
from django.db import DatabaseError, connections

from newsroom import migrated

OLDEST, NEWEST = 15, 18
SEARCHED, MARK = "“quoted”", "“"


@checks.register(checks.Tags.database)
def database(databases=None, **kwargs) -> list[checks.CheckMessage]:
    """newsroom.E001 to E005, W001."""
    found: list[checks.CheckMessage] = []
    for alias in databases or []:
        try:
            found += [*_version(alias), *_letters(alias), *_extensions(alias)]
        except DatabaseError as error:
            found.append(checks.Error(f"The database does not answer: {error}".strip(), id="newsroom.E001"))
    return found


def _ask(alias: str, query: str, *values) -> tuple:
    with connections[alias].cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()


def _version(alias: str) -> Iterator[checks.CheckMessage]:
    (number,) = _ask(alias, "SELECT current_setting('server_version_num')::int")
    major, supported = number // 10000, f"Newsroom is made for PostgreSQL {OLDEST} to {NEWEST}."
    if major < OLDEST:
        yield checks.Error(f"The database is PostgreSQL {major}.", hint=supported, id="newsroom.E002")
    elif major > NEWEST:
        yield checks.Warning(f"The database is PostgreSQL {major}.", hint=supported, id="newsroom.W001")


def _letters(alias: str) -> Iterator[checks.CheckMessage]:
    (encoding,) = _ask(alias, "SELECT current_setting('server_encoding')")
    if encoding != "UTF8":
        hint = "Make a database with ENCODING 'UTF8' and move the content there."
        yield checks.Error(f"The database's encoding is {encoding}.", hint=hint, id="newsroom.E003")
        return
    # Asked of the parser itself: which locale it goes by has changed between versions of PostgreSQL.
    (taken_for_letters,) = _ask(
        alias, "SELECT strpos(to_tsvector('simple', %s)::text, %s) > 0", SEARCHED, MARK
    )
    if taken_for_letters:
        yield checks.Error(
            "Text search takes curly quotes and dashes for letters, because LC_CTYPE is C.",
            hint="Make a database with LC_CTYPE 'C.UTF-8' (or another UTF-8 locale) and move the content there.",
            id="newsroom.E004",
        )


def _extensions(alias: str) -> Iterator[checks.CheckMessage]:
    wanted = sorted(migrated.extensions())
    (available,) = _ask(
        alias, "SELECT array_agg(name::text) FROM pg_available_extensions WHERE name = ANY(%s)", wanted
    )
    for name in sorted(set(wanted) - set(available or [])):
        hint = "Install PostgreSQL's contrib package on the database server."
        yield checks.Error(f"The extension {name} is not available.", hint=hint, id="newsroom.E005")
