"""`make bench` runs all benchmarks, `make bench ONLY=pages` or `ONLY=sending` one of them. They stop by themselves.

Data live in `DATA_DIR/bench` and are made once: the 100,000 publications take some minutes the first time. Their database
gets a quarter of the machine's memory, as is usual for a database of that size.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import IO

import psycopg

from newsroom.database import Cluster, data_dir

SIZES = {
    "pages": (40, 100_000),
    "search": (5_819, 100_000, 1_000_000),
    "signup": (1_000_000,),
    "sending": (1_000_000,),
    "faults": (5_000,),
}


def main(only: list[str]) -> None:
    unknown = set(only) - SIZES.keys()
    if unknown:
        sys.exit(f"There is no benchmark called {', '.join(unknown)}; there are: {', '.join(SIZES)}.")
    folder = data_dir() / "bench"
    cluster = Cluster(folder / "postgres")
    users = _with_memory(cluster)
    for name, sizes in SIZES.items():
        for size in sizes if not only or name in only else ():
            environment = {
                "DATA_DIR": str(folder / str(size)),
                "DATABASE_URL": cluster.url(f"bench_{name}_{size}" if name != "pages" else f"bench_{size}"),
                "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
                "NEWSROOM_DEMO": "1",
            }
            command = [sys.executable, "-m", f"tests.benchmarks.{name}", str(size)]
            subprocess.run(command, env={**os.environ, **environment}, check=True)
    users.close()


def _with_memory(cluster: Cluster) -> IO:
    """The running cluster's users' file, after a restart where the memory was not set yet."""
    users = cluster.join()
    megabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20 // 4
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as server:
        (held,) = server.execute("SELECT pg_size_bytes(current_setting('shared_buffers')) / 2^20").fetchone()
        if held == megabytes:
            return users
        server.execute(f"ALTER SYSTEM SET shared_buffers = '{megabytes}MB'")
    users.close()
    os.kill(cluster.server_pid(), signal.SIGINT)
    while cluster.supervised():
        time.sleep(0.2)
    return cluster.join()


if __name__ == "__main__":
    main(sys.argv[1:])
