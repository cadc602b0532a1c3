"""PDF documents: what is let in, and who gets which bytes at `/documents/…`."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from briefings import pdfs, publishing
from briefings.media_forms import DocumentForm
from briefings.models import Document, Publication
from tests import factories

pytestmark = pytest.mark.django_db


def pdf(pages: int = 2, text: str = "", password: str | None = None) -> bytes:
    """`password` "" protects the file without keeping anybody from opening it."""
    out = io.BytesIO()
    lock = None if password is None else StandardEncryption(password, ownerPassword="owner", strength=128)
    canvas = Canvas(out, encrypt=lock)
    for _number in range(pages):
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def form(
    content: bytes, instance: Document | None = None, title: str = "Quota tables", language: str = "en"
) -> DocumentForm:
    upload = SimpleUploadedFile("tables.pdf", content, "application/pdf")
    return DocumentForm({"title": title, "language": language}, {"file": upload}, instance=instance)


def upload(content: bytes | None = None, **more) -> Document:
    filled = form(content or pdf(), **more)
    assert filled.is_valid(), filled.errors
    return filled.save()


def refused(content: bytes) -> str:
    filled = form(content)
    assert list(filled.errors) == ["file"]
    return filled.errors["file"][0]


@pytest.fixture
def public():
    """A document that a publication carries."""
    document = upload()
    factories.briefing(documents=[document])
    return document


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


# --- what is let in -----------------------------------------------------------------------------------------


def test_a_pdf_is_kept_with_its_facts():
    content = pdf(pages=7)
    document = upload(content)
    assert (document.pages, document.size, len(document.digest)) == (7, len(content), 64)
    assert "tables" not in document.file.name


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html>%PDF</html>", "not a PDF"),
        (b"%PDF-1.7\n" + b"nonsense " * 500, "damaged"),
        (pdf()[:200], "damaged"),
        (b"", "empty"),
    ],
)
def test_what_is_no_whole_pdf_is_refused_with_its_reason(content, says):
    assert says in refused(content)


def test_a_pdf_that_needs_a_password_is_refused():
    assert "password" in refused(pdf(password="secret"))


def test_a_pdf_protected_against_changes_only_is_accepted():
    filled = form(pdf(password=""))
    assert filled.is_valid()
    assert filled.facts.encrypted


def test_it_is_noticed_whether_there_is_text():
    scan, report = form(pdf()), form(pdf(text="Exports rose."))
    assert scan.is_valid()
    assert report.is_valid()
    assert (scan.facts.has_text, report.facts.has_text) == (False, True)


def test_a_pdf_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(pdfs, "MOST_SECONDS", 0.001)
    assert "cannot be read" in refused(pdf())


def test_the_size_has_a_limit(monkeypatch):
    monkeypatch.setattr(pdfs, "MOST_BYTES", 100)
    assert "larger" in refused(pdf())


def test_the_same_file_again_is_noticed_and_allowed():
    content = pdf()
    first, again = upload(content), form(content)
    assert again.is_valid()
    assert again.same_document == first


def test_a_replaced_file_shows_its_size_in_the_publications_that_carry_it(public):
    upload(pdf(pages=9), instance=public)
    [shown] = Publication.objects.get().says.documents
    assert (shown.pages, shown.size) == (9, public.size)


# --- who gets it --------------------------------------------------------------------------------------------


def test_a_published_document_is_served_inline_and_cannot_do_harm(client, public):
    answer = client.get(public.get_absolute_url())
    assert answer.status_code == 200
    assert body(answer) == public.file.read()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="quota-tables.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Content-Length"] == str(public.size)


def test_a_reader_costs_no_session_and_touches_no_draft_table(client, public):
    with CaptureQueriesContext(connection) as queries:
        client.get(public.get_absolute_url())
    asked = " ".join(query["sql"] for query in queries)
    assert "briefings_briefing" not in asked
    assert "django_session" not in asked


def test_a_document_of_no_publication_is_for_the_staff_only(client):
    document = upload()
    factories.briefing(documents=[document], publish=False)
    assert client.get(document.get_absolute_url()).status_code == 404
    client.force_login(factories.writer())
    answer = client.get(document.get_absolute_url())
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_a_withdrawn_publication_takes_its_documents_along_and_a_retracted_one_does_not(client):
    document = upload()
    briefing = factories.briefing(documents=[document])
    publishing.retract(briefing, note="The figures were wrong.")
    assert client.get(document.get_absolute_url()).status_code == 200
    publishing.unpublish(briefing)
    assert client.get(document.get_absolute_url()).status_code == 404


def test_another_name_leads_to_the_present_one(client, public):
    answer = client.get(f"/documents/{public.pk}/old-name.pdf")
    assert (answer.status_code, answer["Location"]) == (302, public.get_absolute_url())


def test_a_hangul_title_gives_a_hangul_file_name(client):
    document = upload(title="쿼터 표", language="ko")
    factories.briefing(documents=[document])
    answer = client.get(document.get_absolute_url())
    assert answer.status_code == 200
    assert answer["Content-Language"] == "ko"
    assert answer["Content-Disposition"].endswith("filename*=utf-8''%EC%BF%BC%ED%84%B0-%ED%91%9C.pdf")


def test_a_replaced_file_keeps_the_address_and_changes_the_etag(client, public):
    address, before = public.get_absolute_url(), client.get(public.get_absolute_url())["ETag"]
    upload(pdf(pages=5), instance=public)
    answer = client.get(address)
    assert answer["ETag"] != before
    assert len(body(answer)) == Document.objects.get().size


def test_a_missing_file_is_not_found(client, public):
    public.file.storage.delete(public.file.name)
    assert client.get(public.get_absolute_url()).status_code == 404


# --- ranges and conditions (RFC 9110) -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=10-999999999", 10, None),
    ],
)
def test_a_range_is_answered_with_that_part(client, public, asked, first, last):
    whole = public.file.read()
    part = whole[first:] if last is None else whole[first : last + 1]
    answer = client.get(public.get_absolute_url(), headers={"Range": asked, "Accept-Encoding": "gzip"})
    assert answer.status_code == 206
    assert body(answer) == part
    start = first % len(whole)
    assert answer["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(whole)}"
    assert answer["Content-Length"] == str(len(part))


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_a_range_outside_the_file_is_refused(client, public, asked):
    answer = client.get(public.get_absolute_url(), headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{public.size}")


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-9", "bytes=9-5", "bytes=-", "lines=1-2", "bytes=a-b", "bytes=٣-٩"]
)
def test_what_is_no_single_range_gets_the_whole_file(client, public, asked):
    answer = client.get(public.get_absolute_url(), headers={"Range": asked})
    assert (answer.status_code, len(body(answer))) == (200, public.size)


def test_a_range_of_a_file_replaced_since_gets_the_whole_new_one(client, public):
    url, etag = public.get_absolute_url(), client.get(public.get_absolute_url())["ETag"]
    assert client.get(url, headers={"Range": "bytes=0-9", "If-Range": etag}).status_code == 206
    assert client.get(url, headers={"Range": "bytes=0-9", "If-Range": '"other"'}).status_code == 200


def test_a_known_file_is_not_sent_again(client, public):
    url, first = public.get_absolute_url(), client.get(public.get_absolute_url())
    for condition in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        assert client.get(url, headers=condition).status_code == 304


def test_head_tells_the_size_and_sends_nothing(client, public):
    answer = client.head(public.get_absolute_url())
    assert (answer.status_code, answer["Content-Length"], body(answer)) == (200, str(public.size), b"")


def test_other_methods_are_refused(client, public):
    assert client.post(public.get_absolute_url()).status_code == 405
