"""The calendar shows what goes out and what is due, and moves it to another day at the same hour."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings import publishing
from briefings.editions.scheduling import schedule
from briefings.models import Edition, Plan, Review
from newsroom.models import SiteRecord
from tests import factories as make
from tests.briefings.admin.desk import Desk, messages
from tests.briefings.editions import press
from tests.briefings.editions.conftest import errors_only

__all__ = ["errors_only"]
pytestmark = pytest.mark.django_db
CALENDAR, MOVE = "/admin/briefings/briefing/calendar/", "/admin/briefings/briefing/calendar/move/"
BEFORE = datetime(2031, 2, 1, tzinfo=UTC)


@pytest.fixture
def planned(db) -> Plan:
    briefing = make.briefing("Planned piece", publish=False)
    return publishing.schedule(briefing, at=datetime(2031, 2, 3, 9, tzinfo=UTC), now=BEFORE)


def cell(html: str, day: str) -> str:
    return html[html.index(f'id="day-{day}"') :].split('id="day-')[1]


def move(desk, what: str, pk: int, **said):
    said = {"what": what, "id": pk, "view": "month", "shown": "2031-02-01", **said}
    return desk.client.post(MOVE, said, follow=True)


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_everything_stands_on_its_day(editor, planned, view):
    publishing.set_due(make.briefing("Due piece", publish=False), date(2031, 2, 4))
    press.edition(press.weekly(), subject="Issue 12", day=date(2031, 2, 5))
    make.briefing("Old piece", published_at=make.on(2024, 5, 6))
    shown = editor.client.get(f"{CALENDAR}?view={view}&day=2031-02-04").text
    for day, title in [("03", "Planned piece"), ("04", "Due piece"), ("05", "Issue 12")]:
        assert title in cell(shown, f"2031-02-{day}")
    assert "Old piece" in editor.client.get(f"{CALENDAR}?view={view}&day=2024-05-06").text


def test_days_are_those_of_the_sites_zone(editor, planned, settings):
    settings.TIME_ZONE = "Asia/Seoul"
    Plan.objects.update(at=datetime(2031, 2, 2, 23, tzinfo=UTC))
    shown = editor.client.get(f"{CALENDAR}?day=2031-02-03").text
    assert "Planned piece" in cell(shown, "2031-02-03") and "08:00" in cell(shown, "2031-02-03")


def test_moving_keeps_the_hour_across_a_change_of_the_clocks(editor, planned, settings):
    settings.TIME_ZONE = "America/New_York"
    Plan.objects.update(at=datetime(2031, 3, 8, 14, tzinfo=UTC))  # nine o'clock there
    page = move(editor, "plan", planned.pk, by="1", **{"from": "2031-03-08"})
    assert messages(page) == ["Moved to March 9, 2031."]
    assert Plan.objects.get().at == datetime(2031, 3, 9, 13, tzinfo=UTC)
    Plan.objects.update(at=datetime(2031, 3, 8, 7, 30, tzinfo=UTC))  # half past two, which the next day skips
    move(editor, "plan", planned.pk, day="2031-03-09")
    assert Plan.objects.get().at == datetime(2031, 3, 9, 7, 30, tzinfo=UTC)
    assert Plan.objects.get().by == editor.user


def test_due_dates_and_scheduled_editions_move(editor, errors_only):
    piece = make.briefing("Due piece", publish=False)
    publishing.set_due(piece, date(2031, 2, 4))
    move(editor, "due", piece.pk, day="2031-02-10")
    assert Review.objects.get().due == date(2031, 2, 10)
    series = press.weekly()
    edition = press.edition(series, make.briefing(series=series))
    press.site()
    at = datetime(2031, 2, 5, 9, tzinfo=UTC)
    schedule(edition, at=at, site=SiteRecord.current(), mailed=False)
    page = move(editor, "edition", edition.pk, by="-1", **{"from": "2031-02-05"})
    assert messages(page) == ["Moved to Feb. 4, 2031."]
    assert Edition.objects.get().scheduled_for == datetime(2031, 2, 4, 9, tzinfo=UTC)
    edition.items.get().briefing.__class__.objects.update(embargoed_until=datetime(2031, 2, 6, tzinfo=UTC))
    page = move(editor, "edition", edition.pk, by="-1", **{"from": "2031-02-04"})
    assert "under embargo" in messages(page)[0]


def test_what_cannot_be_is_not_moved(editor, planned):
    assert messages(move(editor, "plan", planned.pk, day="2020-01-01")) == ["Not moved: This moment is past."]
    assert messages(move(editor, "plan", planned.pk, day="soon")) == ["Say to which day."]
    publishing.cancel(planned)
    assert "not scheduled any more" in messages(move(editor, "plan", planned.pk, day="2031-02-09"))[0]
    for what, pk in (("plan", 999999), ("everything", 1), ("edition", 999999)):
        assert move(editor, what, pk, day="2031-02-09").status_code == 404
    assert editor.client.get(MOVE).status_code == 405


def test_who_may_not_publish_moves_nothing_and_other_desks_see_nothing(writer, client, planned):
    erik = Desk(make.editor("erik", make.series("Garam Papers")))
    shown = writer.client.get(f"{CALENDAR}?day=2031-02-03").text
    assert "Planned piece" in shown and "data-moves" not in shown
    assert "Planned piece" not in erik.client.get(f"{CALENDAR}?day=2031-02-03").text
    for desk in (writer, erik):
        assert move(desk, "plan", planned.pk, day="2031-02-09").status_code == 403
    assert client.get(CALENDAR)["Location"].startswith("/admin/login/")
    assert client.post(MOVE)["Location"].startswith("/admin/login/")
    assert Plan.objects.get().at == datetime(2031, 2, 3, 9, tzinfo=UTC)


def test_odd_addresses_show_this_month(editor):
    for query in ("", "?view=year&day=yesterday", "?day=9999-12-31", "?day=0001-01-01"):
        assert editor.client.get(f"{CALENDAR}{query}").status_code == 200


def test_it_asks_few_questions(editor, planned):
    for number in range(5):
        briefing = make.briefing(f"Piece {number}", publish=False)
        publishing.schedule(briefing, at=datetime(2031, 2, 3, 9, tzinfo=UTC), now=BEFORE)
        publishing.set_due(briefing, date(2031, 2, 4))
    editor.client.get(CALENDAR)
    with CaptureQueriesContext(connection) as queries:
        editor.client.get(f"{CALENDAR}?day=2031-02-03")
    assert len(queries) <= 15
