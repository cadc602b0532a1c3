from __future__ import annotations

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import factories as make
from tests.briefings.admin.desk import Desk
from tests.subscriptions.conftest import mailbox

__all__ = ["mailbox"]


@pytest.fixture
def editor(db) -> Desk:
    return Desk(make.editor())


@pytest.fixture
def writer(db) -> Desk:
    return Desk(make.writer())


@pytest.fixture
def jobs(db):
    """Does the queued jobs of a name, as the worker would; how many there were."""

    def run(name: str) -> int:
        rows = list(ProcrastinateJob.objects.filter(task_name=f"briefings.{name}").order_by("id"))
        for job in rows:
            app.tasks[job.task_name].func(**job.args)
        return len(rows)

    return run
