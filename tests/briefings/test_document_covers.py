"""The first page of a document as a picture: drawn by a process of its own, seen in the back office alone."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from PIL import Image as Picture

from briefings import document_covers, media_tasks
from briefings.models import Document, DocumentCover
from tests import factories as make
from tests.briefings.test_document_texts import pdf

pytestmark = pytest.mark.django_db
LIST = "/admin/briefings/document/"
REAL = Path(__file__).parents[3] / "shared" / "data" / "pdf"


def cover_of(document: Document) -> str:
    return f"{LIST}{document.pk}/cover/"


def test_a_document_that_is_read_gets_its_cover(admin_client):
    document = make.document(content=pdf(["A first page."]), digest="a" * 64)
    assert "/cover/" not in admin_client.get(LIST).text
    media_tasks.read_document(document_id=document.pk)
    for page in (LIST, f"{LIST}{document.pk}/change/"):
        assert cover_of(document) in admin_client.get(page).text
    answer = admin_client.get(cover_of(document))
    assert answer.headers["Content-Type"] == "image/jpeg"
    drawn = Picture.open(io.BytesIO(answer.content))
    assert (drawn.width, drawn.height) == (400, 566)  # A4


def test_a_file_that_was_replaced_is_drawn_anew(admin_client):
    document = make.document(content=pdf(["Old."]), digest="a" * 64)
    media_tasks.read_document(document_id=document.pk)
    Document.objects.filter(pk=document.pk).update(digest="b" * 64)
    assert "/cover/" not in admin_client.get(LIST).text
    document.refresh_from_db()
    assert document_covers.make(document)
    assert not document_covers.make(document)
    assert cover_of(document) in admin_client.get(LIST).text


@pytest.mark.parametrize("content", [b"%PDF-1.4\n%%EOF\n", b"no pdf at all", b""])
def test_what_cannot_be_drawn_has_none_and_breaks_nothing(admin_client, content):
    document = make.document(content=content)
    assert document_covers.make(document)
    assert bytes(DocumentCover.objects.get().picture) == b""
    assert admin_client.get(cover_of(document)).status_code == 404
    assert "There is none" in admin_client.get(f"{LIST}{document.pk}/change/").text


def test_the_cover_of_what_is_not_public_is_for_those_who_may_see_documents(client, admin_client):
    document = make.document(content=pdf(["A secret."]), digest="a" * 64)
    document_covers.make(document)
    assert client.get(cover_of(document)).status_code == 302
    client.force_login(User.objects.create_user("ola", is_staff=True))
    assert client.get(cover_of(document)).status_code == 403
    client.force_login(make.writer())
    assert client.get(cover_of(document)).status_code == 200


@pytest.mark.skipif(not REAL.exists(), reason="the collection of PDFs is not beside the checkout")
@pytest.mark.parametrize(
    "file", sorted(REAL.glob("*.pdf")) if REAL.exists() else [], ids=lambda file: file.name
)
def test_real_documents_are_drawn_or_have_none(file):
    document = make.document(content=file.read_bytes(), digest="c" * 64)
    assert document_covers.make(document)
    picture = bytes(DocumentCover.objects.get().picture)
    assert not picture or max(Picture.open(io.BytesIO(picture)).size) <= 566
