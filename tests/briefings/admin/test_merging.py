"""Two who save one briefing: what they changed apart comes together, what both changed is asked, no text is lost."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from briefings.models import Briefing, Credit, Origin, Publication, Version
from tests import factories as make
from tests.briefings.admin.desk import Desk, Form, messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(db) -> Desk:
    user = make.editor("minji")
    user.first_name, user.last_name = "Min-ji", "Park"
    user.save()
    return Desk(user)


def body(form: Form, key: str, html: str) -> dict[str, str]:
    return {f"{form.row('parts', key=key)}-body": html}


def bodies(briefing) -> dict[str, str]:
    return dict(briefing.parts.values_list("key", "body"))


def asked(form: Form, page) -> Form:
    """The page that asks, as a form."""
    assert page.status_code == 409, messages(page)
    return Form(form.client, form.address, page.text)


def test_different_fields_and_parts_both_win(editor, other):
    briefing = make.briefing(publish=False)
    mine, theirs = editor.edit(briefing), other.edit(briefing)
    theirs.press(
        "_save", dek="By Min-ji", **body(theirs, "context", "<p>The pact of 2019 set the quota.</p>")
    )
    page = mine.press("_save", summary="By Edda", **body(mine, "implication", "<p>Jobs will follow.</p>"))
    briefing.refresh_from_db()
    assert (briefing.dek, briefing.summary) == ("By Min-ji", "By Edda")
    assert bodies(briefing)["context"] == "<p>The pact of 2019 set the quota.</p>"
    assert bodies(briefing)["implication"] == "<p>Jobs will follow.</p>"
    said = "Brought together with version 2 by Min-ji Park. Taken over from it: Dek, Context."
    assert said in messages(page)
    assert briefing.latest_version.number == 3


def test_lists_come_together(editor, other):
    ana, ben, cho = (make.person(name) for name in ("Ana Reyes", "Ben Cho", "Cho Ara"))
    ships, trade = make.topic("Ships"), make.topic("Trade")
    briefing = make.briefing(
        publish=False, authors=[ana], tags=["steel"], topics=[ships], documents=[make.document()]
    )
    mine, theirs = editor.edit(briefing), other.edit(briefing)
    theirs.new_row("credits", role="editor", person=ben.pk)
    theirs.press("_save", tags="steel, cars", topics=[], **{"document_links-0-DELETE": "on"})
    mine.new_row("credits", role="translator", person=cho.pk)
    mine.press("_save", tags="steel, ships", topics=[ships.pk, trade.pk])
    credits = [(credit.role, credit.person.name) for credit in Credit.objects.all()]
    assert sorted(credits) == [("author", "Ana Reyes"), ("editor", "Ben Cho"), ("translator", "Cho Ara")]
    assert sorted(briefing.tags.names()) == ["cars", "ships", "steel"]
    assert list(briefing.topics.all()) == [trade]
    assert briefing.document_links.count() == 0


def test_a_part_added_one_moved_and_one_taken_out(editor, other):
    briefing = make.briefing(publish=False)
    mine, theirs = editor.edit(briefing), other.edit(briefing)
    theirs.new_row("parts", heading="Outlook", kind="prose", body="<p>Fair.</p>", position="3")
    theirs.press("_save", **{f"{theirs.row('parts', key='context')}-DELETE": "on"})
    first, second = mine.row("parts", key="what-happened"), mine.row("parts", key="implication")
    mine.press("_save", **{f"{first}-position": "1", f"{second}-position": "0"})
    assert [part.key for part in briefing.parts.all()] == ["implication", "what-happened", "outlook"]


def test_a_part_written_in_while_the_other_took_it_out_stays(editor, other):
    briefing = make.briefing(publish=False)
    mine, theirs = editor.edit(briefing), other.edit(briefing)
    theirs.press("_save", **{f"{theirs.row('parts', key='context')}-DELETE": "on"})
    mine.press("_save", **body(mine, "context", "<p>Written for an hour.</p>"))
    assert bodies(briefing)["context"] == "<p>Written for an hour.</p>"
    mine, theirs = editor.edit(briefing), other.edit(briefing)
    theirs.press("_save", **body(theirs, "context", "<p>Written for two hours.</p>"))
    mine.press("_save", dek="x", **{f"{mine.row('parts', key='context')}-DELETE": "on"})
    assert bodies(briefing)["context"] == "<p>Written for two hours.</p>"


def test_the_same_change_on_both_sides_is_no_question(editor, other):
    briefing = make.briefing(publish=False)
    mine, theirs = editor.edit(briefing), other.edit(briefing)
    theirs.press("_save", title="Ports return", **body(theirs, "context", "<p>Same.</p>"))
    page = mine.press("_save", title="Ports return", **body(mine, "context", "<p>Same.</p>\r\n"))
    assert page.status_code == 200
    assert Version.objects.count() == 2


@pytest.mark.parametrize(
    ("choice", "title", "context"),
    [
        ("theirs", "Ports return to profit", "<p>The pact of 2019 set the quota.</p>"),
        ("mine", "Yards return to loss", "<p>The agreement of 2020 set the quota.</p>"),
        ("both", "Ports return to loss", "<p>Edited together.</p>"),
    ],
)
def test_the_same_field_is_asked_about_and_both_texts_survive(editor, other, choice, title, context):
    briefing = make.briefing(publish=False)
    mine, theirs = editor.edit(briefing), other.edit(briefing)
    theirs.press(
        "_save",
        title="Ports return to profit",
        dek="By Min-ji",
        **body(theirs, "context", "<p>The pact of 2019 set the quota.</p>"),
    )
    page = mine.press(
        "_save",
        title="Yards return to loss",
        **body(mine, "context", "<p>The agreement of 2020 set the quota.</p>"),
    )
    briefing.refresh_from_db()
    assert briefing.title == "Ports return to profit"
    assert "[added] </span>pact" in page.text and "[added] </span>2020" in page.text
    assert "Not in question, and taken over: Dek." in page.text
    aside = Version.objects.get(origin=Origin.ASIDE)
    assert (aside.number, aside.created_by, aside.read().title) == (3, editor.user, "Yards return to loss")
    form = asked(mine, page)
    assert form.fields["_both-0"] == "Ports return to loss"
    saved = form.press(
        "_continue", **{"_choice-0": choice, "_choice-1": choice, "_both-1": "<p>Edited together.</p>"}
    )
    assert saved.status_code == 200
    briefing.refresh_from_db()
    assert (briefing.title, briefing.dek, bodies(briefing)["context"]) == (title, "By Min-ji", context)
    titles = {version.read().title for version in Version.objects.all()}
    assert {"Ports return to profit", "Yards return to loss"} <= titles


def test_a_choice_that_both_made_is_asked_about(editor, other):
    mine_series, their_series = make.series("Mine"), make.series("Theirs")
    briefing = make.briefing(publish=False)
    mine, theirs = editor.edit(briefing), other.edit(briefing)
    theirs.press("_save", series=str(their_series.pk), starts_at_0="2026-05-01", starts_at_1="09:00")
    page = mine.press("_save", series=str(mine_series.pk), starts_at_0="2026-05-02", starts_at_1="09:00")
    asked(mine, page).press("_continue", **{"_choice-0": "theirs", "_choice-1": "mine"})
    briefing.refresh_from_db()
    assert briefing.series == their_series
    assert timezone.localtime(briefing.starts_at).day == 2


def test_somebody_saves_again_while_it_is_decided(editor, other):
    briefing = make.briefing(publish=False)
    mine, theirs = editor.edit(briefing), other.edit(briefing)
    theirs.press("_save", title="Second")
    question = asked(mine, mine.press("_save", title="Third"))
    other.edit(briefing).press("_save", dek="Later", title="Fourth")
    again = asked(mine, question.press("_continue", **{"_choice-0": "mine"}))
    again.press("_continue", **{"_choice-0": "mine"})
    briefing.refresh_from_db()
    assert (briefing.title, briefing.dek) == ("Third", "Later")
    assert {v.read().title for v in Version.objects.all()} == {
        "Yards return to profit",
        "Second",
        "Third",
        "Fourth",
    }


def test_what_is_in_no_version_is_not_written_over_either(editor, other):
    briefing = make.briefing(publish=False)
    mine, theirs = editor.edit(briefing), other.edit(briefing)
    theirs.press("_save", slug="by-minji", external_id="x-1")
    mine.press("_save", title="Another", external_id="")
    briefing.refresh_from_db()
    assert (briefing.slug, briefing.external_id, briefing.title) == ("by-minji", "x-1", "Another")
    mine, theirs = editor.edit(briefing), other.edit(briefing)
    theirs.press("_save", slug="theirs")
    question = asked(mine, mine.press("_save", slug="mine"))
    question.press("_continue", **{"_choice-0": "mine"})
    briefing.refresh_from_db()
    assert briefing.slug == "mine"


def test_nobody_publishes_what_they_have_not_seen(editor, other):
    briefing = make.briefing(publish=False)
    mine, theirs = editor.edit(briefing), other.edit(briefing)
    theirs.press("_save", dek="Unseen")
    page = mine.press("_publish", summary="Mine")
    assert not Publication.objects.exists()
    assert "look at what came in" in messages(page)[0]
    briefing.refresh_from_db()
    assert (briefing.dek, briefing.summary) == ("Unseen", "Mine")
    editor.edit(briefing).press("_publish")
    assert Publication.objects.get().dek == "Unseen"


def test_an_error_is_said_first_and_the_question_comes_after(editor, other):
    briefing = make.briefing(publish=False)
    mine, theirs = editor.edit(briefing), other.edit(briefing)
    theirs.press("_save", dek="By Min-ji", title="Theirs")
    page = mine.press("_save", title="Mine", slug="no/slug")
    assert page.status_code == 200 and "errornote" in page.text
    again = Form(mine.client, mine.address, page.text)
    assert again.fields["title"] == "Mine"
    assert asked(again, again.press("_save", slug="")).fields["title"] == "Mine"


def test_a_preview_asks_nothing_and_keeps_nothing(editor, other):
    briefing = make.briefing(publish=False)
    mine, theirs = editor.edit(briefing), other.edit(briefing)
    theirs.press("_save", title="Theirs")
    page = mine.press("_preview", title="Mine to look at")
    assert page.status_code == 200 and "Mine to look at" in page.text
    assert Version.objects.count() == 2


def test_unsaved_text_from_before_is_merged_when_it_is_saved(editor, other):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    data = {k: v for k, v in form.fields.items() if "__prefix__" not in k} | {"summary": "Typed before"}
    key = editor.client.post(reverse("admin:briefings_briefing_autosave", args=[briefing.pk]), data).json()[
        "key"
    ]
    other.edit(briefing).press("_save", dek="Saved since")
    editor.open(f"{form.address}?unsaved={key}").press("_save")
    briefing.refresh_from_db()
    assert (briefing.dek, briefing.summary) == ("Saved since", "Typed before")


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_the_same_moment(transactional_db):
    briefing = make.briefing(publish=False)
    forms = [Desk(make.editor(name)).edit(briefing) for name in ("ann", "bob", "cat")]
    changes = [{"dek": "By Ann"}, {"summary": "By Bob"}, {"tags": "ships"}]
    start, answers = Barrier(3), []

    def save(form: Form, change: dict[str, str]) -> None:
        start.wait()
        answers.append(form.press("_save", **change).status_code)
        connections.close_all()

    threads = [Thread(target=save, args=pair) for pair in zip(forms, changes, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.close()
    saved = Briefing.objects.get()
    assert answers == [200, 200, 200]
    assert (saved.dek, saved.summary, list(saved.tags.names())) == ("By Ann", "By Bob", ["ships"])
    assert [v.number for v in Version.objects.order_by("number")] == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_two_who_change_one_field_at_the_same_moment(transactional_db):
    briefing = make.briefing(publish=False)
    forms = [Desk(make.editor(name)).edit(briefing) for name in ("ann", "bob")]
    start, answers = Barrier(2), []

    def save(form: Form, title: str) -> None:
        start.wait()
        answers.append(form.press("_save", title=title).status_code)
        connections.close_all()

    threads = [Thread(target=save, args=pair) for pair in zip(forms, ("Ann's", "Bob's"), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.close()
    assert sorted(answers) == [200, 409]
    assert {v.read().title for v in Version.objects.all()} == {"Yards return to profit", "Ann's", "Bob's"}
