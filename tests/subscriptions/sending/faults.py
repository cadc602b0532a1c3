"""Kills senders, the database and the mail server at random moments, and afterwards counts what arrived.

All of it is real: a PostgreSQL of its own, a mail server in a process of its own that notes each message before it
answers, senders started by `manage.py sender` and started again when they die.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from newsroom.database import Cluster

CHECKOUT = Path(__file__).parents[3]
LIST, PEOPLE = "weekly", "r{}@house{}.example"
_FILL = """
INSERT INTO subscriptions_subscriber (email, key, name, language, version, created_at)
SELECT 'r' || n || '@house' || n %% 97 || '.example', 'r' || n || '@house' || n %% 97 || '.example', '', 'en', 1, now()
FROM generate_series(1, %(people)s) n;
INSERT INTO subscriptions_event (subscriber_id, mailing_list_id, kind, at, detail, language, user_agent)
SELECT s.id, l.id, 'imported', now(), '{}', 'en', '' FROM subscriptions_subscriber s, subscriptions_mailinglist l;
INSERT INTO subscriptions_subscription (subscriber_id, mailing_list_id, state, since, consent_id, basis)
SELECT subscriber_id, mailing_list_id, 'active', now(), id, 'imported' FROM subscriptions_event WHERE kind = 'imported';
"""


@dataclass
class Result:
    """`doubtful` are the deliveries in doubt at the end; `in_data` how often something that was under way died."""

    people: int
    kills: Counter = field(default_factory=Counter)
    states: Counter = field(default_factory=Counter)
    taken: Counter = field(default_factory=Counter)
    doubtful: list[str] = field(default_factory=list)
    mailing: str = ""
    seconds: float = 0.0

    @property
    def twice(self) -> list[str]:
        return [whom for whom, number in self.taken.items() if number > 1]

    @property
    def lost(self) -> list[str]:
        """Nobody got it, and nobody is told that this is in doubt."""
        missing = {PEOPLE.format(n, n % 97) for n in range(1, self.people + 1)} - set(self.taken)
        return sorted(missing - set(self.doubtful))


class Faults:
    """A newsroom of its own in `folder`, with `people` on its list, and a mail server that takes `slowness` seconds
    for each message."""

    def __init__(
        self, folder: Path, people: int, *, senders: int = 2, connections: int = 3, slowness: float = 0.01
    ):
        self.people, self._connections, self._slowness = people, connections, slowness
        self._folder, self._log = folder, folder / "taken.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._cluster = Cluster(folder / "postgres")
        self._users = self._cluster.join()
        self._environment = {
            **os.environ,
            "DATABASE_URL": self._cluster.url(),
            "DATA_DIR": str(folder),
            "EMAIL_URL": f"smtp://127.0.0.1:{self._port}",
            "SECRET_KEY": "only-for-tests-" * 4,
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        }
        self._senders: list[subprocess.Popen | None] = [None] * senders
        self._receiver: subprocess.Popen | None = None
        self._arrived = 0

    def prepare(self, template: str = "") -> None:
        """The schema, the list and a mailing to everybody on it."""
        self._run("manage.py", "migrate", "--verbosity=0")
        self._run("-m", "tests.subscriptions.sending.faults", "prepare", str(self.people))

    def run(self, kills: int, seed: int, *, limit: float = 120.0) -> Result:
        """Send, kill at `kills` random moments, and wait until nothing is waiting any more."""
        chance, result, began = random.Random(seed), Result(self.people), time.monotonic()
        kinds = ["sender", "sender", "receiver", "database"]
        while True:
            self._keep_running()
            time.sleep(chance.uniform(0.3, 1.3))
            if sum(result.kills.values()) < kills and self._at_work():
                kind = chance.choice(kinds)
                result.kills[kind] += self._kill(kind, chance)
            elif self._settled():
                break
            if time.monotonic() - began > limit:
                break
        result.seconds = time.monotonic() - began
        self._count(result)
        return result

    def close(self) -> None:
        for process in [*self._senders, self._receiver]:
            if process:
                process.kill()
                process.wait()
        self._users.close()

    def _keep_running(self) -> None:
        if self._receiver is None or self._receiver.poll() is not None:
            self._receiver = self._start(
                "-m",
                "tests.subscriptions.sending.receiver",
                str(self._port),
                str(self._log),
                str(self._slowness),
            )
        for number, process in enumerate(self._senders):
            if process is None or process.poll() is not None:
                self._senders[number] = self._start(
                    "manage.py", "sender", "--connections", str(self._connections)
                )

    def _at_work(self) -> bool:
        """Whether messages have arrived since it was asked last: what dies while it is still starting proves nothing."""
        before, self._arrived = self._arrived, self._log.stat().st_size if self._log.exists() else 0
        return self._arrived > before

    def _kill(self, kind: str, chance: random.Random) -> int:
        """Whether there was something to kill."""
        if kind == "database":
            pid = self._cluster.server_pid()
            if pid:
                os.kill(pid, signal.SIGKILL)
            return bool(pid)
        process = self._receiver if kind == "receiver" else chance.choice(self._senders)
        if process is None or process.poll() is not None:
            return 0
        process.kill()
        process.wait()
        return 1

    def _settled(self) -> bool:
        waiting = (
            "SELECT count(*) FROM subscriptions_delivery WHERE state IN ('queued', 'sending', 'deferred')"
        )
        try:
            with self._database() as database:
                # What was deferred or left by the dead need not be waited for by the clock.
                database.execute("UPDATE subscriptions_delivery SET due_at = now() WHERE state = 'deferred'")
                database.execute(
                    "UPDATE subscriptions_sender SET lease_until = now() - interval '1 s' WHERE lease_until < now() + "
                    "interval '20 s'"
                )
                return database.execute(waiting).fetchone()[0] == 0
        except psycopg.Error:
            return False

    def _count(self, result: Result) -> None:
        with self._database() as database:
            result.states.update(
                dict(database.execute("SELECT state, count(*) FROM subscriptions_delivery GROUP BY 1"))
            )
            result.doubtful = [
                email
                for (email,) in database.execute(
                    "SELECT s.email FROM subscriptions_delivery d JOIN subscriptions_subscriber s ON s.id = "
                    "d.subscriber_id WHERE d.state = 'uncertain'"
                )
            ]
            result.mailing = database.execute("SELECT state FROM subscriptions_mailing").fetchone()[0]
        result.taken.update(line.split()[0] for line in self._log.read_text().splitlines())

    def _database(self) -> psycopg.Connection:
        return psycopg.connect(self._cluster.url(), autocommit=True)

    def _start(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=CHECKOUT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self._folder / "stderr.log").open("ab"),
        )

    def _run(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], cwd=CHECKOUT, env=self._environment, check=True)


def prepare(people: int) -> None:
    """In a process of its own: readers with consent, and a mailing to them."""
    import django

    django.setup()
    from django.db import connection

    from subscriptions.models import MailingList
    from tests.subscriptions.sending.mailings import frozen

    where = MailingList.objects.create(slug=LIST, name="The Weekly", sender_address="weekly@example.org")
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"people": people})
    frozen(to=where)


if __name__ == "__main__":
    prepare(int(sys.argv[2]))
