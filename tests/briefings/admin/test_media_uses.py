"""Where pictures and documents are used, and that what is used cannot be deleted."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings import publishing
from briefings.models import BriefingPart, Document, Edition, Image
from newsroom.models import FrontSlot, Page
from tests import factories as make
from tests.briefings.admin.desk import Desk

pytestmark = pytest.mark.django_db


def change(thing) -> str:
    return f"/admin/briefings/{thing._meta.model_name}/{thing.pk}/change/"


def uses(desk: Desk, thing) -> list[str]:
    """The lines of the list, as they read."""
    section = desk.open(change(thing)).html.partition('id="uses"')[2].partition("</section>")[0]
    lines = re.findall(r"<li>(.*?)</li>", section, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]


def text_with(html: str) -> dict:
    return {**make.THREE_PARTS, "context": ("Context", f"<p>Seen here: {html}</p>")}


def picture_in_text(image: Image) -> str:
    folder = image.file.name.rpartition("/")[0]
    return f'<img src="/media/{folder}/full-480-1f0c9a3e.jpg" alt="A quay">'


def edition(**fields) -> Edition:
    series = make.series("Weekly", is_newsletter=True)
    return Edition.objects.create(series=series, number=3, date="2026-03-03", language="en", **fields)


def test_everything_that_uses_a_picture_is_listed(editor):
    image = make.image()
    draft = make.briefing("A draft", image=image, publish=False)
    make.briefing("A public piece", image=image)
    make.briefing("A text with it", parts=text_with(picture_in_text(image)), publish=False)
    make.person("Ana Reyes", portrait=image)
    make.series("Strait View", image=image)
    issue = edition(subject="The third", intro=f"<p>{picture_in_text(image)}</p>")
    issue.items.create(briefing=draft)
    Page.objects.create(slug="about", title="About us", body=picture_in_text(image))
    FrontSlot.objects.create(briefing=draft)
    make.briefing("Another", image=make.image("Another picture"), parts=text_with("nothing"))
    lines = uses(editor, image)
    assert set(lines) >= {
        "Briefing A draft picture",
        "Briefing A public piece picture, as readers see it",
        "Briefing A text with it in the text",
        "Person Ana Reyes portrait",
        "Series Strait View picture",
        "Edition The third with a piece in it, in the introduction",
        "Page About us in the text",
        "Front page slot A draft with a piece on it",
    }
    assert not [line for line in lines if "Another" in line]


def test_a_public_piece_counts_though_its_draft_shows_another_picture(editor):
    image = make.image()
    briefing = make.briefing("Changed since", image=image)
    briefing.image = make.image("Another")
    briefing.save()
    assert uses(editor, image) == ["Briefing Changed since as readers see it"]


def test_everything_that_uses_a_document_is_listed(editor):
    document = make.document()
    make.briefing("Carries it", documents=[document])
    make.briefing("Links to it", parts=text_with(f'<a href="/documents/{document.pk}/quota">Tables</a>'))
    other = make.document("Another")
    make.briefing("Links elsewhere", parts=text_with(f'<a href="/documents/{other.pk}/quota">Tables</a>'))
    assert uses(editor, document) == [
        "Briefing Carries it document, as readers see it",
        "Briefing Links to it in the text",
    ]
    assert uses(editor, make.document("Unused")) == []


def test_a_picture_that_a_text_names_is_listed_and_stays(editor):
    image = make.image()
    parts = text_with(f'</p><figure data-image="{image.pk}"></figure><p>')
    briefing = make.briefing("Shows it", parts=parts)
    assert uses(editor, image) == ["Briefing Shows it in the text, in the text that readers see"]
    BriefingPart.objects.filter(briefing=briefing, key="context").update(body="<p>Without it.</p>")
    editor.client.post(f"/admin/briefings/image/{image.pk}/delete/", {"post": "yes"})
    assert uses(editor, image) == ["Briefing Shows it in the text that readers see"]


def test_each_use_leads_to_its_form_where_one_may_open_it(editor):
    image = make.image()
    briefing = make.briefing(image=image)
    assert f'<a href="/admin/briefings/briefing/{briefing.pk}/change/">' in editor.open(change(image)).html
    Page.objects.create(slug="about", title="About us", body=picture_in_text(image))
    writer = Desk(make.writer())
    assert not writer.user.has_perm("newsroom.view_page")
    page = writer.open(change(image)).html
    assert "About us" in page and "/admin/newsroom/page/" not in page


@pytest.mark.parametrize("used_by", ["briefing", "person", "series", "text"])
def test_a_used_picture_stays_and_the_refusal_says_where_it_is_used(editor, used_by):
    image = make.image()
    name = {
        "briefing": lambda: make.briefing("The user", image=image),
        "person": lambda: make.person("The user", portrait=image),
        "series": lambda: make.series("The user", image=image),
        "text": lambda: make.briefing("The user", parts=text_with(picture_in_text(image))),
    }[used_by]().pk
    assert name
    address = f"/admin/briefings/image/{image.pk}/delete/"
    page = editor.client.post(address, {"post": "yes"})
    assert "still used below, so it stays" in page.text and "The user" in page.text
    chosen = {"action": "delete_selected", "_selected_action": [image.pk], "post": "yes"}
    page = editor.client.post("/admin/briefings/image/", chosen, follow=True)
    assert "still used below, so it stays" in page.text and "The user" in page.text
    assert Image.objects.filter(pk=image.pk).exists()


def test_a_picture_that_only_readers_still_see_in_a_text_stays_too(editor):
    image = make.image()
    briefing = make.briefing("Changed since", parts=text_with(picture_in_text(image)))
    BriefingPart.objects.filter(briefing=briefing, key="context").update(body="<p>Without it.</p>")
    page = editor.client.post(f"/admin/briefings/image/{image.pk}/delete/", {"post": "yes"})
    assert "Changed since" in page.text
    publishing.unpublish(briefing)
    editor.client.post(f"/admin/briefings/image/{image.pk}/delete/", {"post": "yes"})
    assert not Image.objects.exists()


def test_what_nothing_uses_is_deleted(editor):
    image, document = make.image(), make.document()
    for thing in (image, document):
        editor.client.post(change(thing).replace("change", "delete"), {"post": "yes"})
    assert not Image.objects.exists() and not Document.objects.exists()


def test_the_page_costs_the_same_however_many_use_it(editor):
    image = make.image()
    make.briefing("First", image=image)
    costs = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            editor.open(change(image))
        costs.append(len(queries))
        for number in range(70):
            make.person(f"Person {number}", portrait=image)
    assert costs[1] <= costs[0] <= 15
    assert "There may be more" in editor.open(change(image)).html


def test_texts_are_found_by_an_index():
    from briefings import media_uses

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for thing in (make.image(), make.document()):
        with CaptureQueriesContext(connection) as captured:
            media_uses.uses_of(thing)
        *_former_files, asked = [query["sql"] for query in captured]
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {asked}")
            plan = "\n".join(line for (line,) in cursor)
        assert "part_with_" in plan
