"""Whoever looks after the site sees which background jobs failed, and has them run again."""

from __future__ import annotations

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from briefings import media_tasks
from tests import factories as make
from tests.briefings.admin.desk import Desk, messages

pytestmark = pytest.mark.django_db
LIST = "/admin/newsroom/job/"


@pytest.fixture
def failed() -> ProcrastinateJob:
    media_tasks.read_document.defer(document_id=7)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    return ProcrastinateJob.objects.get()


def do(desk: Desk, what: str, job: ProcrastinateJob):
    return desk.client.post(LIST, {"action": what, "_selected_action": [job.pk]}, follow=True)


def test_the_list_and_the_page_say_what_failed(failed):
    desk = Desk(make.administrator())
    row = desk.open(f"{LIST}?status=failed").html
    assert "briefings.read_document" in row and "&quot;document_id&quot;: 7" in row
    assert "briefings.read_document" not in desk.open(f"{LIST}?status=todo").html.split("result_list")[-1]
    assert "deferred" in desk.open(f"{LIST}{failed.pk}/change/").html


def test_what_failed_runs_again_and_what_waits_is_cancelled(failed):
    desk = Desk(make.administrator())
    assert messages(do(desk, "cancel", failed)) == ["None of the chosen jobs is of that kind."]
    assert messages(do(desk, "retry", failed)) == ["1 job runs again."]
    assert ProcrastinateJob.objects.get().status == "todo"
    assert messages(do(desk, "cancel", failed)) == ["1 job cancelled."]
    assert ProcrastinateJob.objects.get().status == "cancelled"


def test_it_is_nothing_to_writers_and_editors(failed):
    for user in (make.writer(), make.editor()):
        desk = Desk(user)
        assert desk.client.get(LIST).status_code == 403
        assert do(desk, "retry", failed).status_code == 403
    assert ProcrastinateJob.objects.get().status == "failed"
