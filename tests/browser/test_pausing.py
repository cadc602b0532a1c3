"""A mailing is paused and resumed while it runs: a browser at the desk, a process that sends, and a mail server."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Page, expect
from psycopg.conninfo import make_conninfo

from subscriptions.models import Mailing, Sender
from tests import factories as make
from tests.browser.desks import log_in
from tests.subscriptions.people import mailing_list
from tests.subscriptions.sending.mailings import frozen, states
from tests.subscriptions.sending.receiver import Receiver

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = [f"r{number}@example.org" for number in range(300)]
CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def receiver():
    """Takes its time, so that there is some to press a button in."""
    server = Receiver().start()
    server.answers.append(lambda stage, _argument: time.sleep(0.05) if stage == "end" else None)
    yield server
    server.stop()


@pytest.fixture
def sender(receiver):
    environment = {
        **os.environ,
        "DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"]),
        "EMAIL_URL": f"smtp://127.0.0.1:{receiver.port}",
    }
    command = [sys.executable, "manage.py", "sender", "--connections", "2"]
    process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stderr=subprocess.DEVNULL)
    yield process
    process.kill()
    process.wait()


def test_pausing_and_resuming(page: Page, live_server, receiver, sender):
    mailing = frozen(*PEOPLE, to=mailing_list())
    log_in(page, make.editor())
    page.goto(f"/admin/subscriptions/mailing/{mailing.pk}/change/")
    numbers, state = page.locator("#numbers"), page.locator("#content-main > p strong")
    expect(state).to_have_text("being sent")
    # By itself: nobody loads the page again.
    expect(numbers).to_have_text(re.compile(r"[1-9]\d* of 300"), timeout=20_000)

    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused. What was under way has still gone out.")).to_be_visible()
    expect(state).to_have_text("paused")
    time.sleep(1)
    sent = len(receiver.taken)
    assert 0 < sent < 300
    expect(numbers).to_contain_text(f"{sent} of 300", timeout=10_000)
    expect(numbers.get_by_role("row", name=f"Waiting {300 - sent}")).to_be_visible()
    time.sleep(1.5)
    assert len(receiver.taken) == sent
    expect(page.get_by_role("button", name="Pause")).to_have_count(0)

    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_text("It goes on where it was.")).to_be_visible()
    expect(state).to_have_text("being sent")
    expect(numbers).to_contain_text("300 of 300", timeout=60_000)
    expect(state).to_have_text("sent", timeout=10_000)
    assert Counter(whom for whom, _id in receiver.taken) == Counter(PEOPLE)
    assert len({name for _whom, name in receiver.taken}) == 300
    assert set(states(mailing).values()) == {"sent"}
    expect(page.get_by_role("button", name="Pause")).to_have_count(0)
    log = page.locator("section[aria-labelledby=log-heading]")
    expect(log).to_contain_text("paused")
    expect(log).to_contain_text("resumed")
    sender.send_signal(signal.SIGTERM)
    assert sender.wait(timeout=20) == 0 and not Sender.objects.exists()
    assert Mailing.objects.get().finished_at
