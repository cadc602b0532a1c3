"""`make bench` runs all benchmarks, `make bench ONLY=pages` one of them. They stop by themselves."""

from __future__ import annotations

import os
import sys

from newsroom import database


def main(only: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
    os.environ["DATA_DIR"] = str(database.data_dir() / "bench")
    database.ensure()
    import django

    django.setup()
    from tests.benchmarks import pages

    benchmarks = {"pages": pages.run}
    unknown = set(only) - benchmarks.keys()
    if unknown:
        sys.exit(f"There is no benchmark called {', '.join(unknown)}; there are: {', '.join(benchmarks)}.")
    for name, run in benchmarks.items():
        if not only or name in only:
            run()


if __name__ == "__main__":
    main(sys.argv[1:])
