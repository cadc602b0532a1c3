"""What was scheduled becomes public, or ceases to be, at its time: late rather than never, never twice, no other version."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import close_old_connections
from django.urls import reverse
from django.utils import timezone

from briefings import drafting, publishing
from briefings.models import Activity, Briefing, Plan, PlanState, Publication, State
from briefings.publishing import scheduling
from briefings.review_tasks import run_due
from tests import factories as make
from tests.briefings.admin.desk import Desk, messages
from tests.subscriptions.mailbox import text

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def page(briefing, name: str = "plan", *args) -> str:
    return reverse(f"admin:briefings_briefing_{name}", args=[briefing.pk, *args])


def rewrite(briefing, **fields) -> None:
    for name, value in fields.items():
        setattr(briefing, name, value)
    briefing.save(update_fields=list(fields))
    drafting.freeze(briefing)


def test_scheduling_in_the_sites_zone_and_calling_it_off(editor, settings):
    settings.TIME_ZONE = "Asia/Seoul"
    briefing = make.briefing(publish=False)
    assert editor.edit(briefing).press("_plan").redirect_chain[-1][0] == page(briefing)
    form = editor.open(page(briefing))
    assert "Asia/Seoul" in form.html
    assert "This moment is past." in form.press("go", at="2020-01-01T09:00").text
    assert "Enter a valid date/time." in form.press("go", at="tomorrow").text
    said = messages(form.press("go", at="2031-02-03T09:00"))
    assert said == ["It becomes public on Feb. 3, 2031, 9 a.m. (Asia/Seoul)."]
    plan = Plan.objects.get()
    assert (plan.at, plan.version.number, plan.by) == (datetime(2031, 2, 3, tzinfo=UTC), 1, editor.user)
    assert "becomes public on Feb. 3, 2031, 9 a.m." in editor.edit(briefing).html
    assert "scheduled: publish" in editor.client.get("/admin/briefings/briefing/").text
    form.press("go", at="2031-02-04T09:00")
    assert Plan.objects.get().at == datetime(2031, 2, 4, tzinfo=UTC)  # in place of the first
    cancel = page(briefing, "cancel", plan.pk)
    assert editor.client.get(cancel).status_code == 405
    assert messages(editor.client.post(cancel, follow=True)) == ["Called off."]
    assert messages(editor.client.post(cancel, follow=True)) == ["This is not scheduled any more."]
    assert publishing.run_due(datetime(2032, 1, 1, tzinfo=UTC)) == 0
    deeds = list(Activity.objects.order_by("pk").values_list("what", "words"))
    assert deeds[0] == ("scheduled", "2031-02-03 09:00 Asia/Seoul") and deeds[-1][0] == "called_off"


def test_hours_that_a_change_of_the_clocks_skips_or_repeats_are_refused(editor, settings):
    settings.TIME_ZONE = "America/New_York"
    form = editor.open(page(make.briefing(publish=False)))
    for moment in ("2031-03-09T02:30", "2031-11-02T01:30"):
        assert "it may be ambiguous or it may not exist" in form.press("go", at=moment).text
    form.press("go", at="2031-03-09T03:30")
    assert Plan.objects.get().at == datetime(2031, 3, 9, 7, 30, tzinfo=UTC)


def test_what_was_scheduled_goes_out_and_not_what_was_written_since(editor, jobs, mailbox):
    briefing = make.briefing("As approved", publish=False)
    publishing.schedule(briefing, at=timezone.now() + HOUR, by=editor.user)
    rewrite(briefing, title="Written since")
    assert "What was written since does not go out with it." in editor.edit(briefing).html
    assert publishing.run_due() == 0 and not Publication.objects.exists()
    due = timezone.now() + HOUR
    assert publishing.run_due(due) == 1
    assert Publication.objects.get().title == "As approved"
    assert publishing.run_due(due + HOUR) == 0
    plan = Plan.objects.get()
    assert (plan.state, plan.done_at) == (PlanState.DONE, due)
    assert jobs("tell_planned") == 0  # it was in time
    assert list(Activity.objects.order_by("pk").values_list("what", flat=True)) == ["scheduled", "published"]


def test_missed_while_nothing_ran_it_is_done_and_told(editor, jobs, mailbox):
    briefing = make.briefing("Night piece", publish=False)
    publishing.schedule(briefing, at=timezone.now() + HOUR, by=editor.user)
    Plan.objects.update(at=timezone.now() - 9 * HOUR)
    run_due(0)
    run_due(0)
    assert Publication.objects.get().title == "Night piece"
    assert jobs("tell_planned") == 1
    assert (mailbox.last["Subject"], mailbox.last["To"]) == ("Late: Night piece", "edda@example.org")
    assert "when the site ran again" in text(mailbox.last)


def test_it_is_held_back_when_something_is_in_the_way_and_raises_an_alarm(editor, jobs, mailbox):
    briefing, other = make.briefing("Held", publish=False), make.briefing("Sound", publish=False)
    for piece in (briefing, other):
        publishing.schedule(piece, at=timezone.now() + HOUR, by=editor.user)
    Briefing.objects.filter(pk=briefing.pk).update(embargoed_until=timezone.now() + DAY)
    assert publishing.run_due(timezone.now() + 2 * HOUR) == 1
    assert Publication.objects.get().title == "Sound"
    plan = Plan.objects.get(briefing=briefing)
    assert plan.state == PlanState.HELD and "under embargo" in plan.problem
    jobs("tell_planned")
    assert "Held back: Held" in mailbox.subjects()
    front = editor.client.get("/admin/").text
    assert "Needs attention" in front and "held back at its time" in front
    publishing.schedule(briefing, at=timezone.now() + 2 * DAY, by=editor.user)
    assert "Needs attention" not in editor.client.get("/admin/").text
    Plan.objects.waiting().update(at=timezone.now() - HOUR)
    assert "overdue since" in editor.client.get("/admin/").text


def test_one_that_fails_keeps_no_other_back(monkeypatch):
    first, second = make.briefing("First", publish=False), make.briefing("Second", publish=False)
    for piece in (first, second):
        publishing.schedule(piece, at=timezone.now() + HOUR)
    publish = scheduling.publish

    def failing(row, **known):
        if row.pk == first.pk:
            raise ZeroDivisionError
        return publish(row, **known)

    monkeypatch.setattr(scheduling, "publish", failing)
    later = timezone.now() + 2 * HOUR
    assert publishing.run_due(later) == 1
    assert Plan.objects.get(briefing=first).state == PlanState.WAITING  # and is tried again
    monkeypatch.undo()
    assert publishing.run_due(later) == 1


def test_decisions_made_meanwhile_overtake_what_was_scheduled():
    briefing = make.briefing(publish=False)
    publishing.schedule(briefing, at=timezone.now() + HOUR)
    rewrite(briefing, title="Better")
    publishing.publish(briefing)
    assert publishing.run_due(timezone.now() + DAY) == 0
    assert Publication.objects.get().title == "Better"
    live = drafting.freeze(briefing)
    rewrite(briefing, title="Under embargo")
    publishing.schedule(briefing, at=timezone.now() + HOUR)
    publishing.publish(briefing, version=live)  # what is later still waits
    assert Plan.objects.waiting().count() == 1
    publishing.unpublish(briefing)
    assert publishing.run_due(timezone.now() + DAY) == 0
    assert not Publication.objects.exists()


def test_withdrawing_at_its_time(editor):
    briefing = make.briefing()
    with pytest.raises(publishing.NotPossible):
        publishing.schedule_withdrawal(make.briefing("Draft", publish=False), at=timezone.now() + HOUR)
    form = editor.open(page(briefing))
    said = messages(form.press("go", verb="withdraw", at="2031-02-03T09:00"))
    assert said[0].startswith("It is withdrawn on")
    publishing.run_due(datetime(2031, 2, 3, 9, 1, tzinfo=UTC))
    assert Briefing.objects.get(pk=briefing.pk).state == State.WITHDRAWN


def test_nothing_is_published_before_its_embargo_ends(editor):
    until = timezone.now() + DAY
    briefing = make.briefing(publish=False, embargoed_until=until)
    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(briefing)
    assert [problem.where for problem in refused.value.problems] == ["embargoed_until"]
    with pytest.raises(publishing.NotReady):
        publishing.schedule(briefing, at=until - HOUR)
    publishing.schedule(briefing, at=until)
    assert publishing.run_due(until) == 1
    form = editor.edit(make.briefing("Another", publish=False))
    form.press("_save", embargoed_until_0="2031-02-03", embargoed_until_1="09:00:00")
    assert Activity.objects.filter(what="embargo", by=editor.user).count() == 1


def test_writers_strangers_and_other_desks_schedule_nothing(writer, client):
    briefing = make.briefing(publish=False)
    publishing.schedule(briefing, at=timezone.now() + HOUR)
    other = Desk(make.editor("erik", make.series("Garam Papers")))
    for address in (page(briefing), page(briefing, "cancel", Plan.objects.get().pk)):
        assert client.post(address)["Location"].startswith("/admin/login/")
        for desk in (writer, other):
            assert desk.client.post(address, {"verb": "publish", "at": "2031-02-03T09:00"}).status_code == 403
    assert "_plan" not in writer.edit(briefing).buttons
    with pytest.raises(publishing.NotAllowed):
        publishing.schedule(briefing, at=timezone.now() + HOUR, by=writer.user)
    assert Plan.objects.waiting().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_it_once():
    briefing = make.briefing(publish=False)
    publishing.schedule(briefing, at=timezone.now() + HOUR)
    barrier, done = threading.Barrier(2), []

    def work():
        barrier.wait()
        done.append(publishing.run_due(timezone.now() + DAY))
        close_old_connections()

    workers = [threading.Thread(target=work) for _each in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(done) == [0, 1]
    assert Activity.objects.filter(what="published").count() == 1
