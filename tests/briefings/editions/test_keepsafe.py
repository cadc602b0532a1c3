"""The form of an edition: nothing of it is lost, and nobody's is written over."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from briefings.models import Amendment, Autosave, Edition, Presence
from tests import factories as make
from tests.briefings.admin.desk import Desk, Form, messages
from tests.briefings.editions import press

pytestmark = pytest.mark.django_db
NEW = reverse("admin:briefings_edition_autosave_new")


@pytest.fixture
def edition(site) -> Edition:
    series = press.weekly("ana@example.org")
    press.usual_credits(series)
    pieces = [make.briefing(f"Piece {n}", series=series) for n in range(3)]
    return press.edition(series, *pieces, intro="<p>First.</p><p>Second.</p>")


@pytest.fixture
def other(db) -> Desk:
    user = make.editor("minji")
    user.first_name, user.last_name = "Min-ji", "Park"
    user.save()
    return Desk(user)


def page_of(edition: Edition) -> str:
    return reverse("admin:briefings_edition_change", args=[edition.pk])


def autosave(form: Form, edition: Edition, **changes):
    address = reverse("admin:briefings_edition_autosave", args=[edition.pk])
    return form.client.post(address, {**form.fields, **changes})


def note(form: Form, edition: Edition, n: int) -> str:
    piece = edition.items.order_by("position")[n].briefing_id
    return f"{form.row('items', briefing=str(piece))}-note"


def asked(form: Form, page) -> Form:
    assert page.status_code == 409, messages(page)
    return Form(form.client, form.address, page.text)


def test_what_is_typed_is_there_when_the_form_is_opened_again(editor, edition):
    form = editor.open(page_of(edition))
    answer = autosave(form, edition, subject="Typed", **{note(form, edition, 1): "Read this."})
    assert answer.status_code == 200 and answer.json()["key"] == form.fields["_key"]
    edition.refresh_from_db()
    assert edition.subject != "Typed"
    again = editor.open(page_of(edition))
    assert "your text as you left it" in again.html
    assert again.fields["subject"] == "Typed" and again.fields[note(again, edition, 1)] == "Read this."
    again.press("_save")
    edition.refresh_from_db()
    assert edition.subject == "Typed" and edition.items.get(position=1).note == "Read this."
    assert not Autosave.objects.exists()


def test_text_begun_on_something_older_is_offered_and_can_be_discarded(editor, other, edition):
    form = editor.open(page_of(edition))
    autosave(form, edition, subject="Typed")
    other.open(page_of(edition)).press("_save", preheader="By Min-ji")
    again = editor.open(page_of(edition))
    assert again.fields["subject"] != "Typed" and "You have unsaved text" in again.html
    key = Autosave.objects.get().key
    assert editor.open(f"{page_of(edition)}?unsaved={key}").fields["subject"] == "Typed"
    assert other.client.post(reverse("admin:briefings_edition_discard", args=[key])).status_code == 404
    assert editor.client.post(reverse("admin:briefings_edition_discard", args=[key])).status_code == 302
    assert not Autosave.objects.exists()


def test_a_new_edition_is_kept_apart_from_new_pieces_and_added_once(editor, edition):
    form = editor.open(f"{reverse('admin:briefings_edition_add')}?series={edition.series_id}")
    form.client.post(NEW, {**form.fields, "subject": "A new one"})
    assert "A new one" in editor.open(reverse("admin:briefings_edition_add")).html
    assert "A new one" not in editor.add(format="briefing").html
    for _twice in range(2):
        page = form.press("_continue", subject="A new one", number="13", date="2027-01-02")
    assert Edition.objects.count() == 2
    assert any("saved already" in said for said in messages(page))


def test_who_else_has_it_open_and_what_they_saved_is_told(editor, other, edition):
    form, theirs = editor.open(page_of(edition)), other.open(page_of(edition))
    address = reverse("admin:briefings_edition_presence", args=[edition.pk])
    other.client.post(address, {"seen": theirs.fields["seen"], "typed": "1"})
    said = editor.client.post(address, {"seen": form.fields["seen"]}).json()
    assert said == {"others": ["Min-ji Park has this open and is typing."], "newer": ""}
    assert "Min-ji Park" in editor.client.get(reverse("admin:briefings_edition_changelist")).text
    theirs.press("_save", preheader="By Min-ji")
    assert (
        "Min-ji Park saved this edition"
        in editor.client.post(address, {"seen": form.fields["seen"]}).json()["newer"]
    )
    other.client.post(address, {"leave": "1"})
    assert list(Presence.objects.values_list("user__username", flat=True)) == [editor.user.username]


def test_what_two_changed_apart_comes_together(editor, other, edition):
    ben, piece = make.person("Ben Cho"), make.briefing("Piece 9", series=edition.series)
    mine, theirs = editor.open(page_of(edition)), other.open(page_of(edition))
    theirs.new_row("credits", role="photographer", person=ben.pk)
    theirs.new_row("items", briefing=piece.pk, shown="teaser")
    theirs.press("_save", preheader="By Min-ji", **{note(theirs, edition, 0): "Theirs."})
    page = mine.press(
        "_send",
        subject="By Edda",
        **{note(mine, edition, 1): "Mine.", f"{mine.row('items', position='2')}-DELETE": "on"},
    )
    edition.refresh_from_db()
    assert (edition.subject, edition.preheader) == ("By Edda", "By Min-ji")
    said = list(edition.items.order_by("position").values_list("briefing__title", "shown", "note"))
    assert said == [("Piece 0", "whole", "Theirs."), ("Piece 1", "whole", "Mine."), ("Piece 9", "teaser", "")]
    assert edition.credits.filter(person=ben, role="photographer").exists() and edition.credits.count() == 4
    told = " ".join(messages(page))
    assert "Brought together with what Min-ji Park saved" in told and "saved and nothing else" in told
    assert page.redirect_chain[-1][0].endswith("/change/"), "nobody sends what they have not seen"


def test_what_both_changed_is_asked_and_neither_text_is_lost(editor, other, edition):
    mine, theirs = editor.open(page_of(edition)), other.open(page_of(edition))
    theirs.press(
        "_save",
        subject="Theirs",
        intro="<p>First.</p><p>Second by Min-ji.</p>",
        **{note(theirs, edition, 0): "By Min-ji."},
    )
    page = mine.press(
        "_save",
        subject="Mine",
        intro="<p>First by Edda.</p><p>Second.</p>",
        **{note(mine, edition, 0): "By Edda."},
    )
    questions = asked(mine, page)
    assert [question["label"] for question in page.context["questions"]] == [
        "Subject",
        "Introduction",
        "Note in Piece 0",
    ]
    assert "Min-ji Park saved this edition" in page.text
    edition.refresh_from_db()
    assert edition.subject == "Theirs", "nothing is decided yet"
    kept = Autosave.objects.get(user=editor.user)
    assert kept.edition == edition and kept.fields["subject"] == ["Mine"]
    both = questions.fields["_both-1"]
    assert both == "<p>First by Edda.</p><p>Second by Min-ji.</p>"
    questions.press("_continue", **{"_choice-0": "mine", "_choice-1": "both", "_choice-2": "theirs"})
    edition.refresh_from_db()
    assert (edition.subject, edition.intro) == ("Mine", both)
    assert edition.items.get(position=0).note == "By Min-ji."
    assert not Autosave.objects.exists()


def test_a_correction_that_came_meanwhile_is_in_it(editor, edition):
    form = editor.open(page_of(edition))
    Amendment.objects.create(
        series=edition.series,
        edition=edition,
        briefing=edition.items.first().briefing,
        note="It was 4 percent.",
    )
    page = form.press("_save", subject="Mine")
    edition.refresh_from_db()
    assert edition.subject == "Mine" and edition.amendments.get().note == "It was 4 percent."
    assert any("Taken over from it" in said for said in messages(page))


def test_who_may_not_change_it_keeps_and_learns_nothing(editor, edition, client):
    addresses = [
        reverse(f"admin:briefings_edition_{name}", args=[edition.pk]) for name in ("autosave", "presence")
    ]
    stranger = User.objects.create_user("sol", is_staff=True)
    for address in [*addresses, NEW]:
        assert client.post(address, {"subject": "x"}).status_code == 302
        assert editor.client.get(address).status_code == 405
    client.force_login(stranger)
    elsewhere = Desk(make.editor("eli", make.series("Elsewhere")))
    for address in [*addresses, NEW]:
        assert client.post(address, {"subject": "x"}).status_code == 403
    form = editor.open(page_of(edition))
    stale = {**form.fields, "began": form.fields["began"].replace("Yards", "Yarns"), "subject": "x"}
    assert elsewhere.client.post(page_of(edition), stale).status_code == 302, (
        "there is no such edition for them"
    )
    for address in addresses:
        assert elsewhere.client.post(address, {"subject": "x"}).status_code in (403, 404)
    Edition.objects.filter(pk=edition.pk).update(state="sent", sent_at="2026-11-20T00:00Z", frozen={})
    for address in addresses:
        assert editor.client.post(address, {"subject": "x"}).status_code == 403
    assert not Autosave.objects.exists() and not Presence.objects.exists()


def test_the_form_taken_up_again_asks_little(editor, other, edition):
    form = editor.open(page_of(edition))
    autosave(form, edition, subject="Typed")
    other.client.post(reverse("admin:briefings_edition_presence", args=[edition.pk]))
    with CaptureQueriesContext(connection) as opening:
        assert "your text as you left it" in editor.open(page_of(edition)).html
    assert len(opening) <= 15
