"""The one statement that every message waits for, planned once a connection: planning it costs more than running it.

Parameters are bound by the server, so psycopg prepares a statement once it has run a few times (`prepare_threshold` of
the connection; without one everything works and is planned anew).
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper


@contextmanager
def cursor() -> Generator[CursorWrapper]:
    """Like `connection.cursor()`; the type of each parameter stands beside it (`::bigint`)."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.make_cursor(ServerBindingCursor(connection.connection)) as wrapped:
        yield wrapped


def plan_anew() -> None:
    """Plan once for whatever the parameters are, and forget the plan that there is: one that was made while a table was
    small does not suit the next million rows. PostgreSQL's own choice is to plan each time, which costs more than to run."""
    with connection.cursor() as plain:
        plain.execute("SET plan_cache_mode = force_generic_plan")
        plain.execute("DISCARD PLANS")
