"""The embedded database by hand: `python -m newsroom.database status | stop | psql [ARGS] | run COMMAND…`."""

from __future__ import annotations

import os
import signal
import sys

from newsroom.database import Cluster, data_dir
from newsroom.database.cluster import DATABASE, USER


def main(arguments: list[str]) -> None:
    verb, *rest = arguments or ["status"]
    cluster = Cluster(data_dir() / "postgres")
    pid = cluster.server_pid()
    if verb == "status":
        print(f"running (process {pid})" if pid else "stopped", cluster.url(), sep="\n")
    elif verb == "stop":
        if pid:
            os.kill(pid, signal.SIGINT)
    elif verb in ("psql", "run"):
        users = cluster.join()
        os.set_inheritable(users.fileno(), True)  # the command keeps the server alive
        psql = [str(cluster.programs() / "psql"), "-h", str(cluster.sockets), "-U", USER, "-d", DATABASE]
        command = [*psql, *rest] if verb == "psql" else rest
        os.execvpe(command[0], command, {**os.environ, "DATABASE_URL": cluster.url()})
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
