"""Statements that PostgreSQL plans once a connection, for the few that every page made anew runs.

Planning the union of what surrounds a piece costs more than answering it. Through this cursor parameters are bound by
the server, so psycopg can prepare a statement once it has run a few times (`prepare_threshold` of the connection;
without one, as behind a pooler that does not follow prepared statements, everything works and is planned anew).
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper


@contextmanager
def cursor(using: str) -> Generator[CursorWrapper]:
    """Like `connections[using].cursor()`; write the type of a parameter beside it where it is not plain (`::bigint`)."""
    connection = connections[using]
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrap(ServerBindingCursor(connection.connection)) as wrapped:
        yield wrapped
