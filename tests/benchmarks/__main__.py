"""`make bench` runs all benchmarks, `make bench ONLY=pages` or `ONLY=sending` one of them. They stop by themselves.

Data live in `DATA_DIR/bench` and are made once: the 100,000 publications take some minutes the first time.
"""

from __future__ import annotations

import os
import subprocess
import sys

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
    users = cluster.join()
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


if __name__ == "__main__":
    main(sys.argv[1:])
