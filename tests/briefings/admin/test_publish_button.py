"""Publish makes public what is on the screen, and only editors have it."""

from __future__ import annotations

import pytest

from briefings import publishing
from briefings.models import Briefing, Publication, State, Version
from tests import factories as make
from tests.briefings.admin.desk import messages

pytestmark = pytest.mark.django_db


def test_it_publishes_what_is_on_the_screen(editor):
    form = editor.edit(make.briefing(publish=False))
    part = form.row("parts", key="implication")
    page = form.press("_publish", title="Yards in profit again", **{f"{part}-body": "<p>Typed just now.</p>"})
    publication = Publication.objects.get()
    assert publication.title == "Yards in profit again"
    assert "Typed just now." in publication.text
    assert publication.get_absolute_url() in " ".join(messages(page))


def test_it_publishes_tags_credits_and_documents_of_the_screen(editor):
    paper, ana = make.document(), make.person("Ana Reyes")
    form = editor.edit(make.briefing(publish=False))
    form.new_row("credits", role="author", person=ana.pk)
    form.new_row("document_links", document=paper.pk)
    form.press("_publish", tags="ships, steel")
    publication = Publication.objects.get()
    assert publication.byline == "Ana Reyes"
    assert sorted(tag.name for tag in publication.tags.all()) == ["ships", "steel"]
    assert [document.title for document in publication.says.documents] == [paper.title]


def test_what_is_missing_is_said_and_the_draft_is_saved(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    part = form.row("parts", key="implication")
    page = form.press("_publish", title="A better title", **{f"{part}-body": ""})
    assert Publication.objects.count() == 0
    briefing.refresh_from_db()
    assert briefing.title == "A better title" and briefing.state == State.DRAFT
    assert any("Implication" in said and f"#id_{part}-body" in said for said in messages(page))


def test_publishing_from_the_add_form(editor):
    form = editor.add(format="article")
    part = form.row("parts", key="body")
    form.press(
        "_publish", title="한반도 무역 전망", language="ko", **{f"{part}-body": "<p>수출이 늘었다.</p>"}
    )
    assert Publication.objects.get().text.strip() == "수출이 늘었다."


def test_saving_a_published_piece_keeps_the_change_private(editor):
    briefing = make.briefing()
    editor.edit(briefing).press("_save", title="Not for readers yet")
    assert Publication.objects.get().title == "Yards return to profit"
    briefing.refresh_from_db()
    assert briefing.has_unpublished_changes


def test_a_writer_has_no_publish_button_and_cannot_forge_it(writer):
    briefing = make.briefing(publish=False)
    form = writer.edit(briefing)
    assert "_publish" not in form.buttons and "_submit" in form.buttons
    page = form.press("_publish", title="Sneaked in")
    assert Publication.objects.count() == 0
    assert "You do not have the right to do this." in messages(page)


def test_a_stale_form_does_not_undo_a_publication(editor):
    briefing = make.briefing(publish=False)
    stale = editor.edit(briefing)
    publishing.publish(briefing)
    stale.press("_save", title="Written meanwhile")
    again = Briefing.objects.get()
    assert (again.state, again.slug, again.live_version_id) == (
        State.PUBLISHED,
        briefing.slug,
        briefing.live_version_id,
    )
    assert again.published_at == briefing.published_at
    assert again.address == briefing.address


def test_a_version_is_frozen_on_each_save_that_changes_something(editor):
    briefing = make.briefing(publish=False)
    editor.edit(briefing).press("_save")
    assert Version.objects.count() == 1
    editor.edit(briefing).press("_save", tags="ships")
    assert Version.objects.count() == 2
    assert Version.objects.first().created_by == editor.user


def test_who_saved_meanwhile_is_named(editor, writer):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    writer.edit(briefing).press("_save", dek="Mine")
    page = form.press("_continue", summary="And mine")
    assert any("wren" in said and "version 2" in said for said in messages(page))
