"""A pytest plugin, loaded before Django's settings: every test runs on real PostgreSQL.

`DATABASE_URL`, or an embedded server of the tests' own that all workers of a run share.
"""

from __future__ import annotations

import os
from pathlib import Path

from newsroom.database import Cluster

DATA = Path(__file__).parents[1] / ".data" / "test"

if not os.environ.get("DATABASE_URL"):
    cluster = Cluster(DATA / "postgres", throwaway=True)
    users = cluster.join()  # kept open: the server lives as long as this process
    os.environ["DATABASE_URL"] = cluster.url()
    os.environ["NEWSROOM_EMBEDDED_DATABASE"] = "1"
os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 4)
os.environ["DATA_DIR"] = str(DATA)
os.environ.pop("NEWSROOM_DEMO", None)
