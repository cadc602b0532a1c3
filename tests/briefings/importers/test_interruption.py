"""Stopped in the middle, by Ctrl-C or a lost helper: whole batches are in, and running again goes on."""

from __future__ import annotations

import os
import signal

import pytest

from briefings.importers import importing, writing
from briefings.importers.converting import Elsewhere, Here, Task
from briefings.importers.texts import Body, Rejected
from briefings.models import Briefing, Publication

from .importing import import_records, record


@pytest.mark.django_db
def test_ctrl_c_rolls_the_batch_in_hand_back_and_says_how_to_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    records = [record(str(n)) for n in range(6)]
    whole, calls = writing._publish, []

    def interrupted(*arguments):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        whole(*arguments)

    monkeypatch.setattr(writing, "_publish", interrupted)
    outcome = import_records(tmp_path, *records)
    assert (outcome.code, outcome.report["interrupted"], outcome.report["created"]) == (130, True, 2)
    assert Briefing.objects.count() == Publication.objects.count() == 2

    again = import_records(tmp_path, *records)
    assert (again.report["created"], again.report["unchanged"]) == (4, 2)


TASKS = [Task((Body("html", "<div>a</div>"), Body("markdown", "*b*"))), Task((Body("html", "<div>" * 5000),))]


def test_another_process_converts_as_this_one_does():
    here = Here()
    here.start(TASKS)
    expected = here.result()
    with Elsewhere() as elsewhere:
        elsewhere.start(TASKS)
        found = elsewhere.result()
    assert found[0] == expected[0] == ["<p>a</p>", "<p><em>b</em></p>"]
    assert isinstance(found[1], Rejected)
    assert str(found[1]) == str(expected[1])


def test_when_that_process_is_lost_its_work_is_done_here():
    with Elsewhere() as elsewhere:
        elsewhere.start(TASKS)
        os.kill(elsewhere.process.pid, signal.SIGKILL)
        elsewhere.start(TASKS)
        assert elsewhere.result()[0] == ["<p>a</p>", "<p><em>b</em></p>"]
    assert elsewhere.process.returncode is not None


@pytest.mark.django_db
def test_a_large_file_is_imported_with_its_help(tmp_path, monkeypatch):
    monkeypatch.setattr("briefings.management.commands.import_publications.LARGE", 1)
    monkeypatch.setattr(importing, "BATCH", 3)
    outcome = import_records(tmp_path, *(record(str(n), body_html=f"<p>Text {n}</p>") for n in range(10)))
    assert outcome.report["created"] == 10
    texts = dict(Publication.objects.values_list("external_id", "text"))
    assert texts == {str(n): f"Text {n}" for n in range(10)}
