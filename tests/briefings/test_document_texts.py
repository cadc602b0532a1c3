"""The text of documents: read page by page in a process of its own, found in the search with its page."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from briefings import media_tasks, publishing
from briefings.models import Briefing, Document, DocumentPage
from search import indexing
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_hit_in_a_document_names_the_page_and_a_replaced_file_is_not_found_by_its_old_text(client):
    content = pdf(["First page about harbours.", "Second page on zeppelin traffic."])
    document = make.document("Traffic report", content=content, digest="a" * 64)
    briefing = make.briefing("Quota talks", documents=[document])
    assert client.get("/api/search", {"q": "zeppelin"}).json()["total"] == 0
    media_tasks.read_document(document_id=document.pk)
    (result,) = client.get("/api/search", {"q": "zeppelins"}).json()["results"]
    assert result["id"] == briefing.pk
    assert result["document"]["title"] == "Traffic report"
    assert result["document"]["page"] == 2
    assert b"PDF, page 2" in client.get("/search/", {"q": "zeppelin"}).content
    Document.objects.filter(pk=document.pk).update(digest="b" * 64)
    publishing.refresh([briefing.pk])
    assert client.get("/api/search", {"q": "zeppelin"}).json()["total"] == 0


def long_report(client) -> Briefing:
    """Published with a document of thirty pages that has been read."""
    pages = [f"Page {n} on harbours." for n in range(1, 31)]
    pages[1], pages[24] = "A zeppelin lands.", "An airship leaves."
    document = make.document("Traffic report", content=pdf(pages), digest="a" * 64)
    briefing = make.briefing("Quota talks", documents=[document])
    media_tasks.read_document(document_id=document.pk)
    return briefing


def found(client, word: str) -> int:
    return client.get("/api/search", {"q": word}).json()["total"]


def test_the_beginning_of_a_long_document_is_found_at_once_and_the_rest_soon(client):
    long_report(client)
    assert (found(client, "zeppelin"), found(client, "airship")) == (1, 0)
    indexing.catch_up()
    (result,) = client.get("/api/search", {"q": "airship"}).json()["results"]
    assert result["document"]["page"] == 25
    assert indexing.waiting() == 0


@pytest.mark.parametrize("verb", [publishing.unpublish, lambda b: publishing.retract(b, note="Wrong.")])
def test_what_is_withdrawn_before_the_rest_followed_stays_away(client, verb):
    briefing = long_report(client)
    verb(briefing)
    assert found(client, "zeppelin") == 0
    indexing.catch_up()
    assert (found(client, "zeppelin"), found(client, "airship")) == (0, 0)


def test_a_document_without_its_file_cannot_be_read_and_breaks_nothing():
    document = make.document()
    document.file.storage.delete(document.file.name)
    media_tasks.read_document(document_id=document.pk)
    document.refresh_from_db()
    assert document.text_state == Document.Text.UNREADABLE
    assert not DocumentPage.objects.exists()


def test_an_editor_sees_the_state_and_has_it_read_again(admin_client):
    document = make.document()
    media_tasks.read_document(document_id=document.pk)
    assert b"cannot be read" in admin_client.get("/admin/briefings/document/").content
    admin_client.post(
        "/admin/briefings/document/", {"action": "read_again", "_selected_action": [document.pk]}
    )
    document.refresh_from_db()
    assert document.text_state == Document.Text.WAITING


def pdf(pages: list[str]) -> bytes:
    """A PDF with a line on each page."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for line in pages:
        canvas.drawString(72, 700, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
