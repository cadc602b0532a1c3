"""An edition is begun filled in, and composed in the back office."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings import publishing
from briefings.editions.proposing import propose
from briefings.editions.sending import send
from briefings.models import Choice, Edition, EditionState, Kind
from tests import factories as make
from tests.briefings.editions import press

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/briefings/edition/", "/admin/briefings/edition/add/"


def change(edition: Edition) -> str:
    return f"{LIST}{edition.pk}/change/"


def ago(days: int):
    return timezone.now() - timedelta(days=days)


def test_what_an_edition_begins_with(site):
    series = press.weekly("ana@example.org")
    press.usual_credits(series)
    sent = make.briefing("Sent before", series=series, published_at=ago(9))
    first = press.edition(series, sent, number=11, day=ago(7).date())
    send(first, site=site, mailed=False, now=ago(7))
    make.briefing("Left out then", series=series, published_at=ago(8))
    old = make.briefing("Yards return to profit", series=series, dek="Exports rose.", published_at=ago(2))
    long = make.briefing("A long study", series=series, kind=Kind.PAPER, published_at=ago(1))
    make.briefing("조선소", series=series, language="ko")
    make.briefing("Elsewhere")
    publishing.retract(make.briefing("Wrong", series=series), note="Made up.")
    found = propose(series)
    assert (found.number, found.language) == (12, "en")
    assert [(piece.pk, shown) for piece, shown in found.items] == [
        (long.pk, Choice.TEASER),
        (old.pk, Choice.WHOLE),
    ]
    assert found.subject == "Strait View 12: A long study"
    assert found.preheader == "Exports rose."
    assert [credit.role for credit in found.credits] == ["author", "editor", "assistant"]


@pytest.mark.parametrize(
    ("cadence", "last", "expected"),
    [
        ("weekly", date(2026, 11, 20), date(2026, 11, 27)),
        ("monthly", date(2026, 10, 31), date(2026, 11, 30)),
        ("quarterly", date(2026, 11, 30), date(2027, 2, 28)),
        ("weekly", date(2026, 10, 2), date(2026, 11, 24)),  # long ago: today
        ("irregular", date(2026, 11, 24), date(2026, 11, 25)),  # today is taken
        ("daily", None, date(2026, 11, 24)),
    ],
)
def test_the_next_day_follows_the_cadence_and_is_free(cadence, last, expected):
    series = make.series(cadence=cadence)
    if last:
        press.edition(series, number=1, day=last)
    assert propose(series, now=make.on(2026, 11, 24)).date == expected


def test_composing_from_the_series_to_a_draft(editor, site):
    series = press.weekly("ana@example.org")
    press.usual_credits(series)
    second = make.briefing("Second", series=series, published_at=ago(2))
    first = make.briefing("First", series=series, published_at=ago(1))
    guest = make.briefing("A guest")
    link = f"{ADD}?series={series.pk}"
    assert link in editor.open(f"/admin/briefings/series/{series.pk}/change/").html
    assert f"?series={series.pk}" in editor.open(ADD).html
    form = editor.open(link)
    assert form.fields["subject"] == "Strait View 1: First"
    form.fields["items-0-note"] = "Begin here."
    form.fields["items-1-shown"] = Choice.FIRST
    form.new_row("items", briefing=guest.pk, shown=Choice.TEASER)
    make.briefing("First draft", publish=False)
    asked = {"app_label": "briefings", "model_name": "editionitem", "field_name": "briefing", "term": "First"}
    offered = editor.client.get("/admin/autocomplete/", asked).json()["results"]
    assert [choice["text"] for choice in offered] == ["First"]
    form.press("_save", intro='<p onclick="x()">Good <b>morning</b>.</p>', preheader="Three pieces")
    made = Edition.objects.get()
    assert (made.state, made.created_by, made.intro) == (
        EditionState.DRAFT,
        editor.user,
        "<p>Good <b>morning</b>.</p>",
    )
    assert [(item.briefing_id, item.shown, item.note) for item in made.items.all()] == [
        (first.pk, Choice.WHOLE, "Begin here."),
        (second.pk, Choice.FIRST, ""),
        (guest.pk, Choice.TEASER, ""),
    ]
    assert [str(credit.to) for credit in made.credits.all()] == ["Strait View", "Edda Yoon", "Wren Park"]
    again = editor.open(change(made))
    again.fields["items-0-position"], again.fields["items-2-position"] = "2", "0"
    again.press("_save")
    assert [item.briefing_id for item in made.items.all()] == [guest.pk, second.pk, first.pk]


def test_what_cannot_be_saved_is_said(editor):
    series, piece = press.weekly(), make.briefing()
    press.edition(series, number=7, day=date(2026, 11, 20))
    other = press.edition(series, piece, number=8, day=date(2026, 11, 27))
    form = editor.open(change(other))
    form.new_row("items", briefing=piece.pk)
    page = form.press("_save", number="7", date="2026-11-20")
    assert "This series has an edition of this number." in page.text
    assert "This series has an edition of this day." in page.text
    form.new_row("items", briefing=make.briefing("Secret", publish=False).pk)
    page = form.press("_save", date="soon")
    assert "Enter a valid date." in page.text and "Select a valid choice" in page.text
    assert "This day is too far away." in form.press("_save", date="9999-12-31").text
    adding = editor.open(f"{ADD}?series=x")
    assert "This field is required." in adding.press("_save").text
    assert Edition.objects.filter(number=7).count() == 1


def test_a_withdrawn_piece_does_not_keep_the_rest_from_being_saved(editor):
    piece = make.briefing()
    edition = press.edition(press.weekly(), piece)
    publishing.unpublish(piece)
    editor.open(change(edition)).press("_save", subject="Still here")
    edition.refresh_from_db()
    assert edition.subject == "Still here"


def test_the_list_costs_the_same_however_long(editor, site):
    series = press.weekly()
    for number in range(1, 13):
        edition = press.edition(series, number=number, day=date(2026, 10, number))
        assert edition.mailing is None
    with CaptureQueriesContext(connection) as queries:
        page = editor.client.get(LIST, {"state": "draft", "of_series": series.pk, "q": "yards"})
    assert page.status_code == 200 and "Strait View 12" in page.text
    assert len(queries) <= 15


def test_the_form_and_the_page_before_sending_cost_the_same_however_many_items(editor, site):
    series = press.weekly("ana@example.org")
    press.usual_credits(series)
    few = press.edition(series, make.briefing("One"), number=1, day=date(2026, 11, 1))
    many = press.edition(series, *(make.briefing(f"Piece {n}") for n in range(8)), number=2)
    for name in ("change", "send"):
        counts = []
        for edition in (few, many):
            with CaptureQueriesContext(connection) as queries:
                assert editor.client.get(f"{LIST}{edition.pk}/{name}/").status_code == 200
            counts.append(len(queries))
        assert counts[1] <= counts[0] <= 20


def test_beginning_one_costs_the_same_however_much_waits(editor, site, django_assert_max_num_queries):
    series = press.weekly("ana@example.org")
    press.usual_credits(series)
    for n in range(8):
        make.briefing(f"Piece {n}", series=series)
    with django_assert_max_num_queries(15):
        page = editor.client.get(f"{ADD}?series={series.pk}").text
    assert all(f"Piece {n}" in page for n in range(8)) and "Edda Yoon" in page


def test_a_writer_composes_and_does_not_send_and_only_drafts_can_be_deleted(writer, editor, site):
    edition = press.edition(press.weekly(), make.briefing())
    form = writer.open(change(edition))
    assert "_save" in form.buttons and "_send" not in form.buttons
    form.press("_save", subject="By a writer")
    edition.refresh_from_db()
    assert edition.subject == "By a writer"
    for page in ("send", "correct", "later"):
        assert writer.client.get(f"{LIST}{edition.pk}/{page}/").status_code == 403
    assert writer.client.post(f"{LIST}{edition.pk}/send/", {"when": "site"}).status_code == 403
    assert writer.client.post(f"{LIST}{edition.pk}/cancel/").status_code == 403
    assert writer.client.post(f"{LIST}{edition.pk}/delete/", {"post": "yes"}).status_code == 403
    stale = editor.open(change(edition))
    send(edition, site=site, mailed=False)
    assert stale.press("_save", subject="Too late").status_code == 403
    assert editor.client.post(f"{LIST}{edition.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [edition.pk], "post": "yes"}
    editor.client.post(LIST, chosen)
    edition.refresh_from_db()
    assert edition.subject == "By a writer"
    draft = press.edition(edition.series, number=13, day=date(2026, 12, 1))
    editor.client.post(f"{LIST}{draft.pk}/delete/", {"post": "yes"})
    assert not Edition.objects.filter(pk=draft.pk).exists()
