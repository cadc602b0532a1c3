"""A pytest plugin, loaded before Django's settings: every test runs on real PostgreSQL.

`DATABASE_URL`, or an embedded server of the tests' own. It is shared by all workers of a run and by runs at the same
time in one checkout; each run takes a free number, so that databases have names of their own.
"""

from __future__ import annotations

import fcntl
import os
from itertools import count
from pathlib import Path
from typing import IO

from newsroom.database import Cluster

DATA = Path(__file__).parents[1] / ".data" / "test"


def free_number(cluster: Cluster) -> tuple[int, IO]:
    """The lowest number that no other run has; it is ours while the returned file stays open."""
    for number in count():
        lock = cluster.lock_file(f"run{number}.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        return number, lock
    raise AssertionError("there is always another number")


if not os.environ.get("DATABASE_URL"):
    cluster = Cluster(DATA / "postgres", throwaway=True)
    users = cluster.join()  # kept open: the server lives as long as this process
    number, taken = free_number(cluster)
    # Workers inherit the address and do not come here.
    os.environ["DATABASE_URL"] = cluster.url(f"newsroom{number}")
    os.environ["NEWSROOM_EMBEDDED_DATABASE"] = "1"
os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 4)
os.environ["DATA_DIR"] = str(DATA)
(DATA / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when there is none
os.environ.pop("NEWSROOM_DEMO", None)
