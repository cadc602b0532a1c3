"""A sender is killed while a provider's answer is under way: what was in that call is in doubt, at most one
message a connection, and nothing is sent twice."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from subscriptions.models import Delivery, Sender
from tests.subscriptions.sending.mailings import frozen, states
from tests.subscriptions.sending.provider_api import Api, Drop

CHECKOUT = Path(__file__).parents[3]
PEOPLE = [f"r{number}@example.org" for number in range(20)]


def sender(api: Api) -> subprocess.Popen:
    environment = {
        **os.environ,
        "DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"]),
        "EMAIL_URL": f"mailgun://key@mail.example.org?api={api.url}/mailgun",
    }
    command = [sys.executable, "manage.py", "sender", "--connections", "4"]
    return subprocess.Popen(command, cwd=CHECKOUT, env=environment, stderr=subprocess.DEVNULL)


def until(true, limit: float = 60.0) -> None:
    end = time.monotonic() + limit
    while not true():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_sender_is_killed_in_the_middle_of_a_call():
    api, stuck, mailing = Api().start(), [], frozen(*PEOPLE)

    def think(request):
        if len(api.requests) == 3 and not stuck:
            api.take(request)  # done, but nobody will hear of it
            stuck.extend(request.body["to"])
            time.sleep(2)
            return Drop()
        return None

    api.answers.append(think)
    processes = [sender(api)]
    try:
        until(lambda: stuck)
        processes[0].kill()
        processes[0].wait()
        Sender.objects.update(lease_until=timezone.now() - timedelta(seconds=1))  # instead of waiting for it
        processes.append(sender(api))
        until(lambda: not Delivery.objects.filter(state__in=["queued", "sending", "deferred"]).exists())
    finally:
        for process in processes:
            process.kill()
            process.wait()
        api.stop()
    found, arrived = states(mailing), api.recipients()
    doubtful = {to for to, state in found.items() if state == "uncertain"}
    # Besides that call, what other connections had been handed by then, and would have offered next: one each at most.
    assert set(stuck) <= doubtful and len(doubtful) <= 4
    assert set(found.values()) == {"sent", "uncertain"}
    assert len(arrived) == len(set(arrived)) and set(arrived) >= set(PEOPLE) - (doubtful - set(stuck))
