"""What was approved goes out at its time: late rather than never, never twice, and not when something went wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from briefings import publishing
from briefings.editions import scheduling
from briefings.editions.scheduling import schedule, send_due
from briefings.models import Edition, EditionState, SentEdition
from newsroom.tasks import send_due_editions
from subscriptions.models import Mailing
from tests import factories as make
from tests.briefings.admin.desk import messages
from tests.briefings.editions import press
from tests.briefings.editions.test_sending import page
from tests.subscriptions.conftest import mailbox
from tests.subscriptions.mailbox import text

__all__ = ["mailbox"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("errors_only")]
SEOUL = "Asia/Seoul"


@pytest.fixture
def edition(site) -> Edition:
    series = press.weekly("ana@example.org")
    return press.edition(series, make.briefing(series=series))


def tomorrow():
    return timezone.now() + timedelta(days=1)


def no_word(edition) -> None:
    raise AssertionError("nothing was held back")


def test_scheduling_in_the_sites_zone_and_calling_it_off(editor, edition, settings):
    settings.TIME_ZONE = SEOUL
    form = editor.open(page(edition))
    assert SEOUL in form.html
    assert "This moment is past." in form.press("_send", when="later", at="2020-01-01T09:00").text
    assert "Say when." in form.press("_send", when="later", at="").text
    assert "Enter a valid date/time." in form.press("_send", when="later", at="tomorrow").text
    assert "This moment is too far away." in form.press("_send", when="later", at="9999-12-31T23:59").text
    said = messages(form.press("_send", when="later", at="2031-02-03T09:00"))
    assert f"9 a.m. ({SEOUL})" in said[0]
    edition.refresh_from_db()
    assert edition.scheduled_for.isoformat() == "2031-02-03T00:00:00+00:00"
    assert (edition.state, edition.scheduled_by) == (EditionState.SCHEDULED, editor.user)
    assert messages(form.press("_send", when="now")) == ["This edition is scheduled."]
    shown = editor.open(page(edition, "change"))
    assert "_save" not in shown.buttons and f"9 a.m. ({SEOUL})" in shown.html
    assert editor.client.get(page(edition, "cancel")).status_code == 405
    called_off = editor.client.post(page(edition, "cancel"), follow=True)
    assert messages(called_off) == ["Called off: it is a draft again."]
    edition.refresh_from_db()
    assert (edition.state, edition.frozen, edition.scheduled_for) == (EditionState.DRAFT, None, None)
    again = editor.client.post(page(edition, "cancel"), follow=True)
    assert messages(again) == ["This edition is not scheduled."]


def test_what_was_approved_goes_out_late_and_once(edition, site, editor, mailbox):
    user = editor.user
    schedule(edition, at=tomorrow(), site=site, by=user)
    Edition.objects.update(subject="Changed by a bug")
    assert send_due(site, tell=no_word) == 0
    Edition.objects.update(scheduled_for=timezone.now() - timedelta(hours=9))  # no worker ran for long
    send_due_editions(0)
    assert send_due(site, tell=no_word) == 0
    sent, mailing = SentEdition.objects.get(), Mailing.objects.get()
    assert (sent.subject, mailing.subject) == (edition.subject, edition.subject)
    assert (mailing.by, mailing.deliveries.count()) == (user, 1)
    (noted,) = mailing.events.all()
    assert noted.what == "late" and "It was due on" in noted.words
    (job,) = ProcrastinateJob.objects.filter(task_name="subscriptions.tell_sender")
    app.tasks[job.task_name].func(**job.args)
    assert mailbox.last["Subject"].startswith("Late: ") and noted.words in text(mailbox.last)
    late = editor.client.post(page(edition, "cancel"), follow=True)
    assert messages(late) == ["It has gone out already."]


def test_it_is_held_back_when_a_piece_is_gone(edition, site, editor, mailbox):
    schedule(edition, at=tomorrow(), site=site, by=editor.user)
    other = press.edition(make.series("Garam Papers"), make.briefing("A paper"), number=1)
    schedule(other, at=tomorrow(), site=site, mailed=False)
    piece = edition.items.get().briefing
    publishing.retract(piece, note="Made up.")
    Edition.objects.update(scheduled_for=timezone.now() - timedelta(minutes=1))
    send_due_editions(0)
    send_due_editions(0)
    assert SentEdition.objects.get().series.name == "Garam Papers"  # the other one is not kept from going out
    assert not Mailing.objects.exists()
    edition.refresh_from_db()
    assert edition.state == EditionState.HELD and piece.title in edition.problems[0]["message"]
    shown = editor.client.get(page(edition, "change")).text
    assert "It was held back when its time had come" in shown and piece.title in shown
    (job,) = ProcrastinateJob.objects.filter(task_name="briefings.tell_edition_held")
    app.tasks[job.task_name].func(**job.args)
    assert mailbox.last["To"] == "edda@example.org"
    assert piece.title in text(mailbox.last) and page(edition, "change") in text(mailbox.last)
    edition.items.all().delete()
    edition.items.create(briefing=make.briefing("Sound"))
    editor.open(page(edition)).press("_send", when="now")
    edition.refresh_from_db()
    assert (edition.state, edition.problems) == (EditionState.SENT, [])


def test_one_that_cannot_be_sent_keeps_no_other_back(edition, site, monkeypatch):
    broken = press.edition(make.series("Garam Papers"), make.briefing("A paper"), number=1)
    schedule(broken, at=tomorrow(), site=site, mailed=False)
    schedule(edition, at=tomorrow() + timedelta(minutes=1), site=site)
    go_out = scheduling.go_out

    def failing(row, *args, **known):
        if row.pk == broken.pk:
            raise ZeroDivisionError
        return go_out(row, *args, **known)

    monkeypatch.setattr(scheduling, "go_out", failing)
    assert send_due(site, tell=no_word, now=tomorrow() + timedelta(hours=1)) == 1
    broken.refresh_from_db()
    assert broken.state == EditionState.SCHEDULED  # and is tried again
    monkeypatch.undo()
    assert send_due(site, tell=no_word, now=tomorrow() + timedelta(hours=2)) == 1


def test_what_goes_out_at_its_time_is_nothing_to_tell_of(edition, site):
    schedule(edition, at=tomorrow(), site=site)
    assert send_due(site, tell=no_word, now=tomorrow() + timedelta(minutes=2)) == 1
    assert not Mailing.objects.get().events.exists()
