"""Sign-ups a second; the import of a million readers, interrupted and resumed; finding one of them by address."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from django.conf import settings

from tests import load, web_server
from tests.benchmarks import database

CONNECTIONS, SECONDS, ROUNDS = 8, 4.0, 3
NO_LIMITS = {"SIGNUPS_PER_HOUR": "1000000", "SIGNUPS_PER_IP": "1000000", "SIGNUPS_PER_DOMAIN": "1000000"}
_number = itertools.count()


def main(size: int) -> None:
    # Started in the background, this process may have been told to ignore what interrupts its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    database.join()
    empty()
    sign_ups()
    empty()
    imports(size)
    finding()
    empty()


def empty() -> None:
    """Only lists are left."""
    from django.db import connection

    from subscriptions.models import MailingList

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE subscriptions_subscription, subscriptions_event, subscriptions_subscriber,"
            " subscriptions_limit, procrastinate_jobs CASCADE"
        )
    MailingList.objects.get_or_create(slug="weekly", defaults={"name": "The Weekly"})


# --- sign-ups -------------------------------------------------------------------------------------------------
def sign_ups() -> None:
    """Sign-ups with all their limits, evidence and jobs, beside a page that commits one row."""
    from subscriptions.views.guards import form_token

    token = form_token(0)

    def form() -> dict:
        return {"email": f"r{next(_number)}@d{next(_number)}.example", "lists": "weekly", "form": token}

    with web_server.running(**NO_LIMITS) as port:
        found: dict[str, list[load.Figures]] = {"ceiling: one row committed": [], "sign-up": []}
        for _round in range(ROUNDS):
            found["ceiling: one row committed"].append(
                post(port, "/bench/write", lambda: {"n": next(_number)})
            )
            found["sign-up"].append(post(port, "/subscribe/", form))
    print(f"\n{'':34}{'a second':>9}{'p50 ms':>9}{'p95 ms':>9}   of its ceiling, {CONNECTIONS} connections")
    ceiling = median(f.rate for f in found["ceiling: one row committed"])
    for name, figures in found.items():
        rate, p50, p95 = (median(getattr(f, field) for f in figures) for field in ("rate", "p50", "p95"))
        print(f"{name:34}{rate:>9,.0f}{p50:>9.1f}{p95:>9.1f}{rate / ceiling:>8.0%}", flush=True)
    from subscriptions.models import Event, Subscription

    print(f"stored: {Subscription.objects.count():,} sign-ups with {Event.objects.count():,} events")


def post(port: int, path: str, form) -> load.Figures:
    """Each connection posts another form as soon as it is answered."""
    times: list[float] = []
    end = time.perf_counter() + SECONDS

    def run() -> None:
        while (began := time.perf_counter()) < end:
            status = load.post(port, path, urlencode(form()).encode())
            if status != 200:
                raise RuntimeError(f"{path}: {status}")
            times.append(time.perf_counter() - began)

    threads = [threading.Thread(target=run) for _connection in range(CONNECTIONS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, every = time.perf_counter() - began, sorted(times)
    return load.Figures(
        len(every) / took, 1000 * every[len(every) // 2], 1000 * every[int(len(every) * 0.95)]
    )


# --- import ---------------------------------------------------------------------------------------------------
def imports(size: int) -> None:
    """Import a file, stop it half-way, start it again, and once more when all is there."""
    from subscriptions.models import Subscription

    file = settings.DATA_DIR / f"readers-{size}.csv"
    if not file.exists():
        with file.open("w") as out:
            out.write("email,name,created_at\n")
            out.writelines(f"reader.{n}@house{n % 9973}.example,Reader {n},2024-05-06\n" for n in range(size))
    ceiling = copied(file)
    print(f"\nceiling: the same rows copied into a bare table {ceiling:>12,.0f} rows/s")
    first, second = Import(file), None
    while Subscription.objects.count() < size // 2:
        time.sleep(0.5)
        first.sample()
    first.process.send_signal(signal.SIGINT)
    first.finish()
    stored = Subscription.objects.count()
    print(f"interrupted (exit code {first.process.returncode}) with {stored:,} stored, none of them by half")
    second = Import(file).finish()
    new = Subscription.objects.count() - stored
    third = Import(file).finish()
    rate = (stored + new) / (first.seconds + second.seconds)
    print(f"first run    {first.seconds:6.0f} s, memory {first.memory}")
    print(f"second run   {second.seconds:6.0f} s, memory {second.memory}, {new:,} new")
    print(f"nothing new  {third.seconds:6.0f} s, {size / third.seconds:,.0f} rows/s")
    print(f"altogether {rate:,.0f} rows/s, {rate / ceiling:.1%} of the ceiling; {stored + new:,} on the list")


def copied(file: Path) -> float:
    from django.db import connection

    connection.ensure_connection()
    with connection.connection.cursor() as cursor, file.open("rb") as source:
        cursor.execute("CREATE TEMP TABLE bare (email text, name text, created_at text)")
        began = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN (FORMAT csv, HEADER)") as copy:
            while chunk := source.read(1 << 16):
                copy.write(chunk)
        took = time.perf_counter() - began
        cursor.execute("SELECT count(*) FROM bare")
        (number,) = cursor.fetchone()
        cursor.execute("DROP TABLE bare")
    return number / took


class Import:
    """`manage.py import_subscribers` in a process of its own, whose memory is looked at while it runs."""

    def __init__(self, file: Path):
        command = [
            sys.executable,
            "manage.py",
            "import_subscribers",
            str(file),
            "--list",
            "weekly",
            "-v",
            "0",
        ]
        self.began, self.seconds, self.samples = time.perf_counter(), 0.0, []
        self.process = subprocess.Popen(
            command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def sample(self) -> None:
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return
        resident = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
        self.samples += [int(value) // 1024 for value in resident]

    def finish(self) -> Import:
        while self.process.poll() is None:
            time.sleep(0.5)
            self.sample()
        self.seconds = time.perf_counter() - self.began
        return self

    @property
    def memory(self) -> str:
        """After a tenth of the time, and the most."""
        return (
            f"{self.samples[len(self.samples) // 10]} → {max(self.samples)} MB" if self.samples else "unknown"
        )


# --- finding --------------------------------------------------------------------------------------------------
def finding() -> None:
    """The back office's list of readers, searched by address, through the whole of Django."""
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE subscriptions_subscriber, subscriptions_subscription, subscriptions_event")
    admin, _made = User.objects.get_or_create(username="bench", is_staff=True, is_superuser=True)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(admin)
    print(f"\n{'page of the back office':44}{'p50 ms':>9}{'most ms':>9}")
    for words in ("", "reader.123456@house", "house9972", "4567", "@", "example", "nobody@nowhere.org"):
        times = []
        for _time in range(7):
            began = time.perf_counter()
            assert client.get("/admin/subscriptions/subscriber/", {"q": words}).status_code == 200
            times.append(1000 * (time.perf_counter() - began))
        print(f"{f'search “{words}”':44}{median(times):>9.0f}{max(times[1:]):>9.0f}", flush=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (ANALYZE, COSTS OFF) SELECT id FROM subscriptions_subscriber WHERE key LIKE %s LIMIT 1000",
            ["%reader.123456@house%"],
        )
        print("\n".join(line for (line,) in cursor.fetchall()))


if __name__ == "__main__":
    main(int(sys.argv[1]))
