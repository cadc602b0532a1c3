"""The front of the back office: each person sees what waits for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app

from briefings import drafting, publishing
from briefings.models import EditionState
from search.models import Question
from subscriptions.models import Delivery, Mailing, MailingState
from tests import factories as make
from tests.briefings.editions import press
from tests.subscriptions import people
from tests.subscriptions.sending.mailings import frozen

pytestmark = pytest.mark.django_db


def card(desk, key: str):
    """The lines of a card as the page shows them; None where there is no such card."""
    page = desk.client.get("/admin/")
    assert page.status_code == 200
    found = {one.key: one for one in page.context["cards"]}
    if key not in found:
        return None
    assert found[key].title in page.text
    return [(line.text, line.note) for line in found[key].lines]


def test_my_drafts_are_those_i_made_or_saved_last(editor, writer):
    make.briefing("By somebody else", publish=False)
    make.briefing("Begun by me", publish=False, created_by=writer.user)
    make.briefing("Public already", created_by=writer.user)
    saved = make.briefing("Saved by me", publish=False)
    saved.dek = "More."
    saved.save(update_fields=["dek"])
    drafting.freeze(saved, by=writer.user)
    assert [text for text, _note in card(writer, "drafts")] == ["Saved by me", "Begun by me"]
    assert card(editor, "drafts") == []
    assert "Nothing of yours is unfinished." in editor.client.get("/admin/").text


def test_what_is_public_and_has_changed_since_is_unfinished(writer):
    piece = make.briefing("Yards return to profit", created_by=writer.user)
    piece.dek = "More."
    piece.save(update_fields=["dek"])
    drafting.freeze(piece, by=writer.user)
    [(text, note)] = card(writer, "drafts")
    assert (text, note.split(" · ")[0]) == ("Yards return to profit", "published, changed since")


def test_what_is_handed_in_waits_for_editors_and_comes_back_to_the_writer(editor, writer):
    piece = make.briefing("Handed in", publish=False, created_by=writer.user)
    publishing.submit(piece, by=writer.user)
    assert [text for text, _note in card(editor, "waiting")] == ["Handed in"]
    assert card(writer, "waiting") == []
    publishing.request_changes(piece, by=editor.user)
    assert card(editor, "waiting") == []
    assert [text for text, _note in card(writer, "waiting")] == ["Handed in"]


def test_editions_that_go_out_this_week(editor):
    series, soon = press.weekly(), timezone.now() + timedelta(hours=2)
    later = soon + timedelta(days=8)
    for number, moment in ((1, soon), (2, later)):
        press.edition(
            series,
            number=number,
            day=moment.date(),
            state=EditionState.SCHEDULED,
            scheduled_for=moment,
            frozen={},
        )
    [(text, note)] = card(editor, "coming")
    assert text.startswith("Strait View 1") and note.startswith("Strait View · ")


def test_the_next_edition_says_how_far_it_is(editor):
    series = press.weekly(is_newsletter=True)
    hidden = make.briefing("Hidden", series=series, publish=False)
    today = timezone.localdate()
    press.edition(series, make.briefing("One", series=series), hidden, day=today, preheader="")
    [(_text, note)] = card(editor, "editions")
    assert note == "Strait View · due today · 2 pieces · no preheader · 1 is not public"


def test_a_newsletter_without_a_next_edition_says_what_waits_for_one(editor):
    series = press.weekly(is_newsletter=True)
    make.briefing("One", series=series)
    assert card(editor, "editions") == [
        ("Begin the next edition of Strait View", "1 piece waits · never sent")
    ]
    assert f"/admin/briefings/edition/add/?series={series.pk}" in editor.client.get("/admin/").text


def test_what_readers_looked_for_in_vain(editor):
    day = timezone.localdate()
    for query, vain in (("zeppelin", 3), ("airship", 5), ("ships", 0)):
        Question.objects.create(day=day, query=query, searches=9, in_vain=vain)
    Question.objects.create(day=day - timedelta(days=40), query="forgotten", searches=1, in_vain=1)
    assert card(editor, "searched") == [("airship", "5 times"), ("zeppelin", "3 times")]


def test_who_came_and_who_left(administrator):
    people.mailing_list()
    people.reader("ana@example.org")
    people.reader("ben@example.org")
    page = administrator.client.get("/admin/")
    assert "In four weeks <strong>2</strong> came and <strong>0</strong> went." in page.text


def test_no_alarm_where_nothing_is_wrong(editor):
    assert card(editor, "trouble") is None


def test_an_edition_past_its_time_is_an_alarm(editor):
    past = timezone.now() - timedelta(hours=1)
    series = press.weekly()
    press.edition(series, state=EditionState.SCHEDULED, scheduled_for=past, frozen={})
    press.edition(series, number=13, day=past.date() - timedelta(days=9), state=EditionState.HELD)
    notes = sorted(note for _text, note in card(editor, "trouble"))
    assert notes[0] == "held back at its time" and notes[1].startswith("overdue since ")
    assert len(notes) == 2
    assert 'role="alert"' in editor.client.get("/admin/").text


def test_messages_in_doubt_and_the_mail_servers_words_are_alarms(administrator):
    mailing = frozen("ana@example.org", "ben@example.org")
    Delivery.objects.filter(mailing=mailing).update(state="uncertain")
    Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.PAUSED, problem="535 go away")
    notes = [note for text, note in card(administrator, "trouble") if text == mailing.subject]
    assert notes == ["paused: 535 go away", "2 messages in doubt"]


def test_failed_jobs_and_a_missing_worker_are_told_to_administrators_only(administrator, writer):
    app.configure_task("briefings.empty_bin").defer(timestamp=0)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert card(administrator, "trouble") == [
        ("1 background job failed", "briefings.empty_bin"),
        ("No worker is running: nothing scheduled will go out.", ""),
    ]
    assert card(writer, "trouble") is None


def test_a_new_briefing_begins_with_its_series(writer):
    series = make.series()
    assert f"/admin/briefings/briefing/add/?series={series.pk}" in writer.client.get("/admin/").text


def test_the_front_costs_a_bounded_number_of_queries(administrator, django_assert_max_num_queries):
    for n in range(3):
        series = press.weekly(name=f"Series {n}", is_newsletter=True)
        press.edition(series, make.briefing(f"Piece {n}", series=series))
        make.briefing(f"Draft {n}", publish=False, series=series, created_by=administrator.user)
    with django_assert_max_num_queries(15):
        administrator.client.get("/admin/")


@pytest.mark.parametrize("address", ["/admin/", "/admin/find/?q=yards", "/admin/find/suggest/?q=yards"])
def test_strangers_are_asked_to_log_in(client, address):
    answer = client.get(address)
    assert answer.status_code == 302 and answer.url.startswith("/admin/login/")
