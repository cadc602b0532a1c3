"""Background jobs survive their workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.core.management import CommandError, call_command
from django.db import connection, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from newsroom import following, tasks
from tests import web_server
from tests.newsroom import slow_job

CHECKOUT = Path(__file__).parents[2]


@contextmanager
def worker():
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.newsroom.slow_job"],
        cwd=CHECKOUT,
        env={**following.environment(), "DATABASE_URL": web_server.database_url()},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(true, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.1)


def ask(query: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def in_hand(attempts: int = 0, **facts) -> ProcrastinateJob:
    """A job whose worker is no more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, status, attempts, queueing_lock) "
            "VALUES ('some.job', 'default', 'doing', %s, %s) RETURNING id",
            [attempts, facts.get("queueing_lock")],
        )
        return ProcrastinateJob.objects.get(pk=cursor.fetchone()[0])


def take_over() -> None:
    manager = app.job_manager

    async def all_of_them():
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=tasks.SILENT_AFTER):
            await tasks.take_over(manager, job)

    def apart() -> None:
        try:
            async_to_sync(all_of_them)()
        finally:
            connections.close_all()

    # In a thread of its own: a browser test before it leaves its event loop in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(apart).result()


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_killed_worker_runs_again_by_another(tmp_path):
    notes = tmp_path / "notes"
    app.configure_task(slow_job.NAME, allow_unknown=True).defer(path=str(notes))
    with worker() as first:
        until(notes.exists)
        first.send_signal(signal.SIGKILL)
        first.wait()
    ask("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute' RETURNING 1")
    with suppress(AlreadyEnqueued):  # by the first worker, if a minute began in its time
        tasks.take_over_jobs_of_dead_workers.defer(timestamp=0)
    with worker() as second:
        until(lambda: ProcrastinateJob.objects.filter(task_name=slow_job.NAME, status="succeeded").exists())
        assert notes.read_text().split() == ["began", "began", "ended"]
        second.send_signal(signal.SIGTERM)
        assert second.wait(10) == 0
    assert ask("SELECT count(*) FROM procrastinate_workers") == [(0,)]


def test_a_worker_that_lost_its_database_says_so_to_whoever_started_it(monkeypatch):
    async def ends_by_itself(*_args, **_options) -> bool:
        return False

    monkeypatch.setattr("newsroom.management.commands.worker.work", ends_by_itself)
    # In a thread of its own: a browser test before it leaves its event loop in this one.
    with ThreadPoolExecutor(1) as apart, pytest.raises(CommandError, match="lost its database"):
        apart.submit(call_command, "worker", no_sending=True).result()


@pytest.mark.django_db(transaction=True)
def test_a_job_that_was_in_hand_at_too_many_deaths_is_given_up():
    first, last = in_hand(), in_hand(attempts=tasks.MOST_ATTEMPTS)
    take_over()
    first.refresh_from_db()
    last.refresh_from_db()
    assert (first.status, first.attempts, last.status) == ("todo", 1, "failed")


@pytest.mark.django_db(transaction=True)
def test_a_job_is_not_queued_again_beside_another_of_its_kind():
    waiting, left = in_hand(queueing_lock="sweep"), in_hand(queueing_lock="sweep")
    ask(f"UPDATE procrastinate_jobs SET status = 'todo' WHERE id = {waiting.pk} RETURNING 1")
    take_over()
    left.refresh_from_db()
    assert left.status == "aborted"


def test_a_process_ends_with_the_one_that_started_it(tmp_path):
    script = (
        "import subprocess, sys; from newsroom import following;"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; from newsroom import following;"
        " following.follow_parent(); time.sleep(60)'], env=following.environment());"
        "print(child.pid, flush=True); import time; time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    until(lambda: not alive(child), 10)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
