"""A worker that knows one more job, in a process of its own: `python -m tests.newsroom.slow_job`.

The job notes that it began; the first time it never ends, the second time it does.
"""

from __future__ import annotations

import time
from pathlib import Path

NAME = "tests.slow_job"


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from procrastinate.contrib.django import app

    @app.task(name=NAME)
    def slow_job(path: str) -> None:
        with open(path, "a") as notes:
            notes.write("began\n")
        if len(Path(path).read_text().splitlines()) == 1:
            time.sleep(600)
        with open(path, "a") as notes:
            notes.write("ended\n")

    call_command("worker", no_sending=True)


if __name__ == "__main__":
    main()
