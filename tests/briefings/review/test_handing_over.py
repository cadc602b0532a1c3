"""Draft, in review, approved, published: who hands what to whom, and what an approval is worth."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from briefings import drafting, publishing
from briefings.models import Activity, Briefing, Comment, Publication, Review, ReviewState, State
from tests import factories as make
from tests.briefings.admin.desk import Desk, messages
from tests.subscriptions.mailbox import text

pytestmark = pytest.mark.django_db
LIST = "/admin/briefings/briefing/"


def deeds(briefing) -> list[tuple[str, str]]:
    return list(Activity.objects.filter(briefing=briefing).order_by("pk").values_list("who", "what"))


def review(briefing) -> Review | None:
    return Review.objects.filter(briefing=briefing).first()


def test_from_draft_to_published(writer, editor):
    briefing = make.briefing(publish=False, created_by=writer.user)
    writer.edit(briefing).press("_submit", title="Yards in profit")
    assert (review(briefing).state, review(briefing).submitted_by) == (ReviewState.IN_REVIEW, writer.user)
    assert Briefing.objects.get().state == State.DRAFT
    form = editor.edit(briefing)
    assert {"_approve", "_changes"} <= set(form.buttons) and "_submit" not in form.buttons
    assert "Version 2 is approved." in messages(form.press("_approve"))
    assert review(briefing).approved_version.number == 2
    assert "was approved by edda" in editor.edit(briefing).html
    editor.edit(briefing).press("_publish")
    assert Publication.objects.get().title == "Yards in profit"
    assert review(briefing) is None
    assert deeds(briefing) == [("wren", "submitted"), ("edda", "approved"), ("edda", "published")]


def test_changes_are_asked_for_with_a_note_and_it_is_the_writers_turn(writer, editor, jobs, mailbox):
    briefing = make.briefing(publish=False)
    writer.edit(briefing).press("_submit")
    page = editor.edit(briefing).press("_changes", **{"review-note": "Where does the 4 percent come from?"})
    assert "Returned to the writer." in messages(page)
    assert (review(briefing).state, review(briefing).assignee) == (ReviewState.CHANGES, writer.user)
    assert Comment.objects.get().text == "Where does the 4 percent come from?"
    assert jobs("tell_assigned") == 1
    assert mailbox.last["To"] == "wren@example.org"
    assert "edda asks for changes" in text(mailbox.last)
    assert reverse("admin:briefings_briefing_change", args=[briefing.pk]) in text(mailbox.last)
    assert "Where does the 4 percent come from?" in writer.edit(briefing).html
    writer.edit(briefing).press("_submit")
    assert (review(briefing).state, review(briefing).assignee) == (ReviewState.IN_REVIEW, None)


def test_a_later_edit_drops_the_approval_and_says_so(writer, editor):
    briefing = make.briefing(publish=False)
    editor.edit(briefing).press("_submit")
    editor.edit(briefing).press("_approve")
    writer.edit(briefing).press("_save")
    assert review(briefing).state == ReviewState.APPROVED  # nothing was changed
    writer.edit(briefing).press("_save", dek="Slipped in afterwards")
    assert (review(briefing).state, review(briefing).approved_version) == (ReviewState.IN_REVIEW, None)
    assert deeds(briefing)[-1] == ("wren", "approval_dropped")
    assert "_approve" in editor.edit(briefing).buttons


def test_what_was_approved_is_what_goes_out():
    briefing = make.briefing(publish=False)
    publishing.approve(briefing)
    briefing.parts.update(body="<p>Written past every door.</p>")  # no version was frozen of this
    publishing.publish(briefing)
    assert "past every door" not in Publication.objects.get().text


def test_only_the_text_that_was_read_can_be_approved(editor):
    briefing = make.briefing(publish=False)
    read = drafting.freeze(briefing)
    briefing.dek = "Written meanwhile"
    briefing.save(update_fields=["dek"])
    drafting.freeze(briefing)
    with pytest.raises(publishing.NotPossible):
        publishing.approve(briefing, version=read, by=editor.user)
    assert review(briefing) is None


def test_a_published_piece_has_a_new_draft_in_review_while_readers_see_the_old(writer, editor):
    briefing = make.briefing()
    writer.edit(briefing).press("_submit", title="Yards return to loss")
    assert Publication.objects.get().title == "Yards return to profit"
    briefing.refresh_from_db()
    assert (briefing.state, review(briefing).state) == (State.PUBLISHED, ReviewState.IN_REVIEW)
    listed = editor.client.get(f"{LIST}?review=in_review").text
    assert "published, changed since" in listed and "in review" in listed
    editor.edit(briefing).press("_approve")
    assert Publication.objects.get().title == "Yards return to profit"
    publishing.publish(briefing, by=editor.user)
    assert Publication.objects.get().title == "Yards return to loss"
    assert review(briefing) is None


def test_publishing_an_earlier_version_leaves_the_review_of_the_later_one():
    briefing = make.briefing(publish=False)
    first = drafting.freeze(briefing)
    briefing.dek = "Under review"
    briefing.save(update_fields=["dek"])
    drafting.freeze(briefing)
    publishing.submit(briefing)
    publishing.publish(briefing, version=first)
    assert review(briefing).state == ReviewState.IN_REVIEW


def test_an_assignee_is_told_once_and_what_waits_is_listed(editor, writer, jobs, mailbox):
    briefing = make.briefing("With Edda", publish=False)
    make.briefing("Nobody's", publish=False)
    other = make.briefing("For anybody", publish=False)
    publishing.submit(other, by=writer.user)
    form = writer.edit(briefing)
    form.press("_submit", **{"review-assignee": str(editor.user.pk), "review-due": "2026-12-03"})
    assert review(briefing).due == date(2026, 12, 3)
    assert jobs("tell_assigned") == 1
    assert mailbox.last["Subject"] == "Your turn: With Edda"
    mine = editor.client.get(f"{LIST}?review=mine").text
    assert "With Edda" in mine and "For anybody" in mine and "Nobody&#x27;s" not in mine
    assert "With Edda" not in writer.client.get(f"{LIST}?review=mine").text
    publishing.assign(briefing, None, by=editor.user)
    assert jobs("tell_assigned") == 1 and len(mailbox.mails) == 1  # it is nobody's turn any more


def test_due_this_week_and_overdue(editor):
    today = timezone.localdate()
    for title, due in [
        ("Soon", today),
        ("Late", today - timedelta(days=1)),
        ("Far", today + timedelta(days=9)),
    ]:
        publishing.set_due(make.briefing(title, publish=False), due)
    week = editor.client.get(f"{LIST}?review=week").text
    assert ">Soon<" in week and ">Late<" not in week and ">Far<" not in week
    late = editor.client.get(f"{LIST}?review=overdue").text
    assert ">Late<" in late and ">Soon<" not in late


def test_a_form_loaded_long_ago_takes_nothing_back(editor, writer):
    briefing = make.briefing(publish=False)
    stale = editor.edit(briefing)
    publishing.assign(briefing, writer.user, by=editor.user)
    publishing.set_due(briefing, date(2026, 12, 3), by=editor.user)
    stale.press("_save", title="Another title")
    assert (review(briefing).assignee, review(briefing).due) == (writer.user, date(2026, 12, 3))


def test_odd_values_leave_the_review_as_it_is(editor):
    briefing = make.briefing(publish=False)
    page = editor.edit(briefing).press("_save", **{"review-assignee": "999999", "review-due": "soon"})
    assert any("The review was left as it is" in said for said in messages(page))
    assert review(briefing) is None


def test_writers_can_neither_approve_nor_ask_for_changes(writer):
    briefing = make.briefing(publish=False)
    publishing.submit(briefing)
    form = writer.edit(briefing)
    assert not {"_approve", "_changes"} & set(form.buttons)
    for button in ("_approve", "_changes"):
        assert "You do not have the right to do this." in messages(form.press(button))
    assert review(briefing).state == ReviewState.IN_REVIEW


def test_what_was_in_review_before_there_were_reviews_still_is():
    draft, gone = make.briefing(publish=False), make.briefing()
    Briefing.objects.update(state="in_review")  # as a state of the briefing itself
    import_module("briefings.migrations.0023_reviews_moved").move(apps, None)
    for briefing, state in ((draft, State.DRAFT), (gone, State.WITHDRAWN)):
        briefing.refresh_from_db()
        assert (briefing.state, review(briefing).state) == (state, ReviewState.IN_REVIEW)


def test_the_log_is_for_those_who_may_see_the_piece(writer, client):
    briefing = make.briefing(publish=False)
    publishing.submit(briefing, by=writer.user)
    page = reverse("admin:briefings_briefing_activity", args=[briefing.pk])
    assert "submitted for review" in writer.client.get(page).text
    assert client.get(page).status_code == 302
    assert Desk(make.editor("erik", make.series("Garam Papers"))).client.get(page).status_code == 403
