"""Fifty kills of senders, database and mail server while 5,000 are mailed; nobody may get it twice or be forgotten."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.subscriptions.sending.faults import Faults

KILLS, SEEDS = 50, (1, 2, 3)


def main(people: int) -> None:
    print(f"\n{'seed':>4} {'kills':40}{'sent':>7}{'in doubt':>10}{'twice':>7}{'lost':>6}{'seconds':>9}")
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            faults = Faults(Path(folder), people)
            try:
                faults.prepare()
                found = faults.run(KILLS, seed, limit=300)
            finally:
                faults.close()
        kills = ", ".join(f"{kind} {number}" for kind, number in sorted(found.kills.items()))
        sent, doubtful = found.states["sent"], found.states["uncertain"]
        print(
            f"{seed:>4} {kills:40}{sent:>7,}{doubtful:>10,}{len(found.twice):>7,}{len(found.lost):>6,}"
            f"{found.seconds:>9.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]))
