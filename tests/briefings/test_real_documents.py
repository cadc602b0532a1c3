"""Real PDFs, kind and unkind: each gets its state, and what is read is what stands there."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from briefings import document_texts
from briefings.media_forms import DocumentForm
from briefings.models import Document
from tests import factories as make

pytestmark = pytest.mark.django_db
PDFS = Path(__file__).parents[3] / "shared" / "data" / "pdf"
BROKEN = {"helloworld-bad.pdf", "zen_of_python_corrupted.pdf"}
FILES = sorted(path.name for path in PDFS.glob("*.pdf"))


def stored(name: str, **fields) -> Document:
    content = (PDFS / name).read_bytes()
    return make.document(name, content=content, **{"digest": name.ljust(64, "0")[:64], **fields})


def text_of(document: Document) -> str:
    return " ".join(text for _number, text in document_texts.pages_of([document.pk]).get(document.pk, []))


@pytest.mark.parametrize("name", FILES)
def test_every_file_gets_a_state_and_does_no_harm(name):
    document = stored(name)
    assert document_texts.read(document)
    document.refresh_from_db()
    assert document.text_state != Document.Text.WAITING
    assert bool(text_of(document)) == (document.text_state in (Document.Text.READ, Document.Text.CUT))
    assert not document_texts.read(document)  # it has been


@pytest.mark.parametrize("name", FILES)
def test_each_is_let_in_with_its_pages_or_refused_in_words(name):
    facts = json.loads((PDFS / "_facts.json").read_text())["files"][name]
    upload = SimpleUploadedFile(name, (PDFS / name).read_bytes(), "application/pdf")
    form = DocumentForm({"title": "Tables", "language": "en"}, {"file": upload})
    if name == "r6-user-password.pdf" or "error" in facts:
        assert "password" in str(form.errors["file"]) or "empty" in str(form.errors["file"])
    elif form.is_valid() or name not in BROKEN:
        assert form.is_valid(), form.errors
        assert form.facts.pages == facts["pages"]
        assert form.facts.has_text == bool(facts["text_chars_first_40_pages"])
    else:
        assert "damaged" in str(form.errors["file"])


def test_what_is_read_is_what_stands_there():
    tracemonkey, korean = stored("tracemonkey.pdf"), stored("korean-lshort-ko.pdf")
    for document in (tracemonkey, korean):
        document_texts.read(document)
    first = dict(document_texts.pages_of([tracemonkey.pk])[tracemonkey.pk])[1]
    assert "Trace-based Just-in-Time Type Specialization" in first
    assert "\ufffe" not in first and "\x02" not in first
    hangul = text_of(korean)
    assert "한글" in hangul and unicodedata.is_normalized("NFC", hangul)


def test_locked_scanned_and_broken_files_say_so():
    states = {}
    for name in ("r6-user-password.pdf", "ccitt.pdf", "zen_of_python_corrupted.pdf"):
        document = stored(name)
        document_texts.read(document)
        document.refresh_from_db()
        states[name] = document.text_state
    assert states["r6-user-password.pdf"] == Document.Text.LOCKED
    assert states["ccitt.pdf"] == Document.Text.NONE
