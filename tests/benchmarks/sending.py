"""Messages a second of the whole engine, with its ledger, beside a bare loop of smtplib over as many connections; how
long a million deliveries take to prepare; what the first and the last claim of them cost.

The mail server is postfix's `smtp-sink` where it is installed, else the tests' own, which is the bottleneck then.
"""

from __future__ import annotations

import resource
import shutil
import smtplib
import socket
import subprocess
import sys
import threading
import time
from statistics import median

from django.conf import settings

from tests.benchmarks import database

MESSAGES, ROUNDS, CONNECTIONS = 6_000, 3, (1, 4)
BODY = 38_000  # bytes of HTML: with headers and the plain text about 40 kB
SINK = shutil.which("smtp-sink", path="/usr/sbin:/usr/bin")
_PEOPLE = """
TRUNCATE subscriptions_mailing, subscriptions_subscription, subscriptions_event, subscriptions_subscriber,
         subscriptions_sender, subscriptions_pace CASCADE;
INSERT INTO subscriptions_subscriber (email, key, name, language, version, created_at)
SELECT 'r' || n || '@house' || n %% 997 || '.example', 'r' || n || '@house' || n %% 997 || '.example', '', 'en', 1, now()
FROM generate_series(1, %(people)s) n;
INSERT INTO subscriptions_event (subscriber_id, mailing_list_id, kind, at, detail, language, user_agent)
SELECT s.id, %(list)s, 'imported', now(), '{}', 'en', '' FROM subscriptions_subscriber s;
INSERT INTO subscriptions_subscription (subscriber_id, mailing_list_id, state, since, consent_id, basis)
SELECT subscriber_id, mailing_list_id, 'active', now(), id, 'imported' FROM subscriptions_event
"""


def main(size: int) -> None:
    database.join()
    server, port = receiver()
    try:
        throughput(port)
        prepared(size, port)
    finally:
        server.kill()


def receiver() -> tuple[subprocess.Popen, int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = [sys.executable, "-m", "tests.subscriptions.sending.receiver", str(port), "/dev/null", "0"]
    sink = [SINK, "-u", "nobody", "-c", f"127.0.0.1:{port}", "100"] if SINK else own
    print(f"mail server: {'smtp-sink' if SINK else 'that of the tests'}")
    server = subprocess.Popen(sink, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1)
    options = {"host": "127.0.0.1", "port": port}
    settings.MAILERS = {
        "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
    }
    return server, port


def people(number: int):
    from django.db import connection

    from subscriptions.models import MailingList

    defaults = {"name": "The Weekly", "sender_address": "weekly@example.org"}
    where, _made = MailingList.objects.get_or_create(slug="weekly", defaults=defaults)
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"people": number, "list": where.pk})
        cursor.execute("ANALYZE subscriptions_subscriber, subscriptions_subscription")
    return where


def mailing(where):
    from tests.subscriptions.sending.mailings import frozen, words

    body = " ".join(f"Exports rose {n} percent in May." for n in range(BODY // 30 // 2))
    return frozen(to=where, words={"en": words(body=body)})


# --- throughput -----------------------------------------------------------------------------------------------
def throughput(port: int) -> None:
    from subscriptions.models import Delivery
    from subscriptions.sending.letters import Recipient, letter

    print(f"\n{MESSAGES:,} messages of about 40 kB, a second{'bare smtplib':>18}{'engine':>10}{'share':>8}")
    for connections in CONNECTIONS:
        bare, engine = [], []
        for _round in range(ROUNDS):
            made = mailing(people(MESSAGES))
            raw = letter(made.pk, "en").to(Recipient(1, 1, 1, "r1@house1.example")).raw
            bare.append(loop(port, raw, connections))
            engine.append(sent(connections))
            assert Delivery.objects.filter(state="sent").count() == MESSAGES
        share = median(engine) / median(bare)
        print(
            f"{connections:>3} connections{median(bare):>44,.0f}{median(engine):>10,.0f}{share:>8.0%}",
            flush=True,
        )
    made = mailing(people(MESSAGES))
    rate = sent_by_processes(2, CONNECTIONS[-1] // 2, port)
    print(
        f"two processes of {CONNECTIONS[-1] // 2} connections{rate:>35,.0f}{rate / median(bare):>8.0%}",
        flush=True,
    )


def loop(port: int, raw: bytes, connections: int) -> float:
    def run() -> None:
        with smtplib.SMTP("127.0.0.1", port) as smtp:
            for n in range(MESSAGES // connections):
                smtp.sendmail("weekly@example.org", [f"r{n}@house1.example"], raw)

    threads = [threading.Thread(target=run) for _connection in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return MESSAGES / (time.perf_counter() - began)


def sent(connections: int) -> float:
    from tests.subscriptions.sending.mailings import send

    began = time.perf_counter()
    send(connections)
    return MESSAGES / (time.perf_counter() - began)


def sent_by_processes(number: int, connections: int, port: int) -> float:
    import os

    from subscriptions.models import Delivery

    environment = {**os.environ, "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    command = [sys.executable, "manage.py", "sender", "--connections", str(connections)]
    senders = [subprocess.Popen(command, env=environment) for _sender in range(number)]
    waiting = Delivery.objects.exclude(state="sent")
    while waiting.count() == MESSAGES:  # not counting how long Python takes to begin
        time.sleep(0.02)
    before, began = waiting.count(), time.perf_counter()
    while waiting.exists():
        time.sleep(0.05)
    rate = before / (time.perf_counter() - began)
    for sender in senders:
        sender.terminate()
        sender.wait()
    return rate


# --- a million ------------------------------------------------------------------------------------------------
def prepared(size: int, port: int) -> None:
    from django.db import connection

    from subscriptions.models import Delivery
    from subscriptions.sending.ledger import Ledger

    where = people(size)
    began = time.perf_counter()
    made = mailing(where)
    print(f"\n{made.prepared:,} deliveries prepared in {time.perf_counter() - began:.1f} s")
    ledger = Ledger(1)
    ledger.register()
    first, after = claims(ledger, made.pk, 0)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # All but the last few thousand are taken and sent, as a whole mailing does, without the mail server.
    while Delivery.objects.filter(mailing=made, state="queued").count() > 20_000:
        for _each in range(20):
            after = ledger.claim(made.pk, 500, after)[-1].delivery
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE subscriptions_delivery SET state = 'sent', sender = NULL WHERE state = 'sending'"
            )
    last, _after = claims(ledger, made.pk, after)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    print(
        f"a claim of 32: the first ones {first:.1f} ms, the last ones {last:.1f} ms; memory grew by {grown // 1024} MB"
    )


def claims(ledger, mailing: int, after: int) -> tuple[float, int]:
    """Milliseconds that a claim takes, the median of many, and where they ended."""
    times = []
    for _each in range(100):
        began = time.perf_counter()
        after = ledger.claim(mailing, 32, after)[-1].delivery
        times.append(1000 * (time.perf_counter() - began))
    return median(times), after


if __name__ == "__main__":
    main(int(sys.argv[1]))
