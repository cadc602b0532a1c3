"""Reading a document may be interrupted, repeated or fail, and loses neither the document nor its place in the search."""

from __future__ import annotations

import io
import signal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob
from reportlab.pdfgen.canvas import Canvas

from briefings import document_texts, media_tasks, publishing
from briefings.media_forms import DocumentForm
from briefings.models import Document, DocumentPage
from tests import factories as make
from tests.briefings import test_documents as documents
from tests.briefings.test_document_texts import pdf

pytestmark = pytest.mark.django_db


def report(text: str = "Second page on zeppelin traffic.", **fields) -> Document:
    return make.document(content=pdf([text]), **{"digest": "a" * 64, **fields})


def state(document: Document) -> str:
    document.refresh_from_db()
    return document.text_state


def found(client, word: str = "zeppelin") -> int:
    return client.get("/api/search", {"q": word}).json()["total"]


def waiting_jobs() -> list[int]:
    jobs = ProcrastinateJob.objects.filter(task_name="briefings.read_document", status="todo").order_by("id")
    return [job.args["document_id"] for job in jobs]


@pytest.fixture
def probe(monkeypatch, tmp_path):
    """Put a program of the test's own in the place of the one that reads."""

    def put(program: str) -> None:
        path = tmp_path / "probe.py"
        path.write_text(program)
        monkeypatch.setattr(document_texts, "PROBE", path)

    return put


# --- interrupted ----------------------------------------------------------------------------------------------


def test_a_job_killed_between_reading_and_indexing_indexes_when_it_runs_again(client, monkeypatch):
    document = report()
    make.briefing(documents=[document])
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(publishing, "refresh", lambda ids: (_ for _ in ()).throw(KeyboardInterrupt))
        media_tasks.read_document(document_id=document.pk)
    assert (state(document), found(client)) == (Document.Text.READ, 0)
    media_tasks.read_document(document_id=document.pk)
    assert found(client) == 1


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_reader_stopped_together_with_its_worker_leaves_the_document_waiting(probe, sent):
    document = report()
    probe(f"import os, signal; signal.signal({sent}, signal.SIG_DFL); os.kill(os.getpid(), {sent})")
    with pytest.raises(RuntimeError):
        media_tasks.read_document(document_id=document.pk)
    assert state(document) == Document.Text.WAITING


def test_a_reader_that_cannot_start_is_not_held_against_the_document(probe):
    document = report()
    probe("import there_is_no_such_module")
    with pytest.raises(RuntimeError, match="there_is_no_such_module"):
        media_tasks.read_document(document_id=document.pk)
    assert state(document) == Document.Text.WAITING


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSEGV])
def test_a_reader_that_the_file_crashed_says_so(probe, end):
    document = report()
    probe(f"import os; os.kill(os.getpid(), {int(end)})")
    media_tasks.read_document(document_id=document.pk)
    assert (state(document), DocumentPage.objects.count()) == (Document.Text.UNREADABLE, 0)


def test_what_was_read_before_a_crash_is_kept(probe):
    document = report()
    probe(
        "import json, os; print(json.dumps({'page': 1, 'text': 'Harbours.'}), flush=True);"
        "print('{\"page\": 2, \"te', end='', flush=True); os.kill(os.getpid(), 9)"
    )
    media_tasks.read_document(document_id=document.pk)
    assert state(document) == Document.Text.CUT
    assert document_texts.pages_of([document.pk]) == {document.pk: [(1, "Harbours.")]}


def test_a_reader_that_takes_too_long_is_stopped(probe, monkeypatch):
    monkeypatch.setattr(document_texts, "MOST_SECONDS", 0.3)
    document = report()
    probe("import time; time.sleep(30)")
    media_tasks.read_document(document_id=document.pk)
    assert state(document) == Document.Text.UNREADABLE


def test_a_file_larger_than_may_be_uploaded_is_not_read(monkeypatch):
    document = report()
    monkeypatch.setattr("briefings.pdfs.MOST_BYTES", 200)
    media_tasks.read_document(document_id=document.pk)
    assert state(document) == Document.Text.UNREADABLE


# --- repeated and caught up ------------------------------------------------------------------------------------


def test_reading_twice_keeps_each_page_once(client):
    document = report()
    make.briefing(documents=[document])
    for _time in range(2):
        media_tasks.read_document(document_id=document.pk)
    assert (DocumentPage.objects.count(), found(client)) == (1, 1)


def test_documents_whose_job_was_lost_get_one_job_however_often_that_is_asked():
    document, read = report(), report()
    media_tasks.read_document(document_id=read.pk)
    for _minute in range(2):
        media_tasks.read_documents(timestamp=0)
    assert waiting_jobs() == [document.pk]


def test_one_document_whose_file_cannot_be_fetched_holds_up_no_other(monkeypatch):
    bad, good = report(), report()
    opened = type(bad.file).open

    def refuse(file, mode="rb"):
        if file.instance.pk == bad.pk:
            raise PermissionError(file.name)
        return opened(file, mode)

    monkeypatch.setattr(type(bad.file), "open", refuse)
    media_tasks.read_documents(timestamp=0)
    for pk in waiting_jobs():
        try:
            media_tasks.read_document(document_id=pk)
        except PermissionError:
            assert pk == bad.pk
    assert (state(bad), state(good)) == (Document.Text.WAITING, Document.Text.READ)


def test_a_row_without_a_file_cannot_be_read():
    document = report()
    Document.objects.filter(pk=document.pk).update(file="")
    media_tasks.read_document(document_id=document.pk)
    assert state(document) == Document.Text.UNREADABLE


def test_a_replaced_file_waits_to_be_read_and_a_mended_title_does_not():
    document = report()
    media_tasks.read_document(document_id=document.pk)
    document.refresh_from_db()
    save(document, title="Traffic report, mended")
    assert state(document) == Document.Text.READ
    save(document, content=pdf(["Another page."]))
    assert state(document) == Document.Text.WAITING
    assert waiting_jobs() == [document.pk]


def save(document: Document, title: str = "Traffic report", content: bytes | None = None) -> None:
    upload = {"file": SimpleUploadedFile("report.pdf", content, "application/pdf")} if content else {}
    form = DocumentForm({"title": title, "language": "en"}, upload, instance=document)
    assert form.is_valid(), form.errors
    form.save()


def test_a_deleted_document_takes_its_text_along():
    document = report()
    media_tasks.read_document(document_id=document.pk)
    document.delete()
    media_tasks.read_document(document_id=document.pk or 0)
    assert not DocumentPage.objects.exists()


# --- what an editor sees -----------------------------------------------------------------------------------------


def test_the_back_office_tells_on_how_many_pages_text_was_found(admin_client):
    document = make.document(content=pdf(["One.", "", "Three."]), digest="a" * 64)
    media_tasks.read_document(document_id=document.pk)
    for address in ("/admin/briefings/document/", f"/admin/briefings/document/{document.pk}/change/"):
        assert "read, text on 2 of 3 pages" in admin_client.get(address).text


# --- what is read ------------------------------------------------------------------------------------------------


def text_of(content: bytes) -> tuple[str, list[tuple[int, str]]]:
    document = make.document(content=content, digest="b" * 64)
    document_texts.read(document)
    return state(document), document_texts.pages_of([document.pk]).get(document.pk, [])


def test_words_cut_at_the_end_of_a_line_are_whole_and_others_keep_their_hyphen():
    out = io.BytesIO()
    canvas = Canvas(out)
    lines = canvas.beginText(72, 700)
    for line in ("The well-known quota for ship-", "yards, co-operation included,", "ends soon."):
        lines.textLine(line)
    canvas.drawText(lines)
    canvas.save()
    ((_number, text),) = text_of(out.getvalue())[1]
    assert " ".join(text.split()) == "The well-known quota for shipyards, co-operation included, ends soon."


def test_pages_keep_their_numbers_where_some_have_no_text():
    assert text_of(pdf(["One.", "", "Three."])) == (Document.Text.READ, [(1, "One."), (3, "Three.")])


def test_scanned_and_locked_files_say_so():
    assert text_of(pdf(["", ""])) == (Document.Text.NONE, [])
    assert text_of(documents.pdf(text="Exports rose.", password="secret")) == (Document.Text.LOCKED, [])
    assert text_of(documents.pdf(text="Exports rose.", password=""))[0] == Document.Text.READ


def test_very_long_documents_are_read_in_part():
    found, pages = text_of(pdf(["Page."] * 2_001))
    assert (found, len(pages), pages[-1]) == (Document.Text.CUT, 2_000, (2_000, "Page."))
