"""Credits, documents and parts keep the order that the editor gave them."""

from __future__ import annotations

import pytest

from briefings.models import Briefing, Credit, Publication
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_credits_are_published_in_the_order_of_their_positions(editor):
    ana, ben, cho = make.person("Ana"), make.person("Ben"), make.person("Cho")
    form = editor.edit(make.briefing(authors=[ana, ben], publish=False))
    form.new_row("credits", role="author", person=cho.pk, position=0)
    first, second = form.row("credits", person=str(ana.pk)), form.row("credits", person=str(ben.pk))
    form.press("_publish", **{f"{first}-position": "2", f"{second}-position": "1"})
    assert Publication.objects.get().byline == "Cho, Ben and Ana"


def test_a_row_without_a_position_goes_to_the_end(editor):
    ana, ben = make.person("Ana"), make.person("Ben")
    form = editor.edit(make.briefing(authors=[ana], publish=False))
    form.new_row("credits", role="author", person=ben.pk)
    form.press("_save")
    assert [credit.person for credit in Credit.objects.all()] == [ana, ben]


def test_a_row_left_blank_is_no_row(editor):
    form = editor.edit(make.briefing(publish=False))
    form.new_row("credits", role="editor", position=3)
    form.new_row("document_links", position=1)
    form.new_row("parts", kind="prose", position=9)
    form.press("_save", dek="Saved")
    briefing = Briefing.objects.get()
    assert briefing.dek == "Saved"
    assert (briefing.credits.count(), briefing.document_links.count(), briefing.parts.count()) == (0, 0, 3)


def test_a_credit_names_exactly_one(editor):
    form = editor.edit(make.briefing(publish=False))
    form.new_row("credits", role="author", person=make.person().pk, series=make.series().pk)
    page = form.press("_save")
    assert "Choose exactly one: a person, an organisation or a series." in page.text
    assert Credit.objects.count() == 0


def test_parts_move_and_documents_too(editor):
    tables, charts = make.document("Tables"), make.document("Charts")
    form = editor.edit(make.briefing(documents=[tables, charts], publish=False))
    context, implication = form.row("parts", key="context"), form.row("parts", key="implication")
    row = form.row("document_links", document=str(tables.pk))
    places = {f"{context}-position": "1", f"{implication}-position": "2", f"{row}-position": "5"}
    form.press("_publish", **places)
    says = Publication.objects.get().says
    assert [part.key for part in says.parts] == ["what-happened", "context", "implication"]
    assert [document.title for document in says.documents] == ["Charts", "Tables"]
