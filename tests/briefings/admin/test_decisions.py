"""Correct, retract and withdraw from the back office."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from briefings.models import Briefing, Publication, PublishedCorrection, State
from tests import factories as make
from tests.briefings.admin.desk import messages

pytestmark = pytest.mark.django_db


def page_of(name: str, briefing: Briefing) -> str:
    return reverse(f"admin:briefings_briefing_{name}", args=[briefing.pk])


def test_a_correction_publishes_the_saved_text_with_its_note(editor):
    briefing = make.briefing()
    asked = editor.edit(briefing).press("_correct", title="Yards return to loss")
    assert asked.redirect_chain[-1][0] == page_of("correct", briefing)
    assert Publication.objects.get().title == "Yards return to profit"
    form = editor.open(page_of("correct", briefing))
    page = form.press("go", note="An earlier version said profit.", material="on")
    assert "Corrected" in messages(page)[0]
    assert Publication.objects.get().title == "Yards return to loss"
    correction = PublishedCorrection.objects.get()
    assert (correction.note, correction.material) == ("An earlier version said profit.", True)


def test_a_correction_concerns_the_version_that_was_read(editor):
    briefing = make.briefing()
    editor.edit(briefing).press("_correct", title="As read by the editor")
    form = editor.open(page_of("correct", briefing))
    editor.edit(briefing).press("_save", title="Saved by another meanwhile")
    form.press("go", note="A figure was wrong.")
    assert Publication.objects.get().title == "As read by the editor"
    assert PublishedCorrection.objects.get().note == "A figure was wrong."


def test_a_correction_without_a_note_is_asked_again(editor):
    briefing = make.briefing()
    page = editor.open(page_of("correct", briefing)).press("go", note=" ")
    assert "This field is required." in page.text
    assert PublishedCorrection.objects.count() == 0


def test_the_page_shows_what_readers_will_see_changed(editor):
    briefing = make.briefing()
    assert (
        "Nothing: the text says what readers see already." in editor.open(page_of("correct", briefing)).html
    )
    editor.edit(briefing).press("_save", title="Yards return to loss")
    html = editor.open(page_of("correct", briefing)).html
    assert re.search(r"<ins>.*loss", html) and re.search(r"<del>.*profit", html)
    assert "Nothing: the text says" not in html


def test_retracting_and_withdrawing(editor):
    briefing = make.briefing()
    editor.open(page_of("retract", briefing)).press("go", note="The source was forged.")
    assert Publication.objects.get().retraction_note == "The source was forged."
    editor.open(page_of("withdraw", briefing)).press("go")
    assert Publication.objects.count() == 0
    briefing.refresh_from_db()
    assert briefing.state == State.WITHDRAWN
    assert editor.client.get(page_of("retract", briefing)).status_code == 404


@pytest.mark.parametrize("name", ["correct", "retract", "withdraw"])
def test_writers_have_none_of_it(writer, name):
    briefing = make.briefing()
    assert f"/{name}/" not in writer.edit(briefing).html
    assert writer.client.get(page_of(name, briefing)).status_code == 403
    assert writer.client.post(page_of(name, briefing), {"note": "x"}).status_code == 403
    assert Briefing.objects.get().state == State.PUBLISHED
