"""The text of documents, page by page: read by a process that may fail, kept for the search."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from django.db import transaction
from django.db.models import F

from briefings.models import Document, DocumentPage
from briefings.pdfs import probe_command, probe_environment

PROBE = Path(__file__).with_name("pdf_text_probe.py")
MOST_SECONDS = 90
_CHUNK = 1024**2
_BATCH = 100


def read(document: Document) -> bool:
    """Read the file of `document` and keep the text of its pages; whether there was anything to do.

    What cannot be read gets the state that says so, and keeps no text. Repeatable; a file that is replaced meanwhile
    is read again.
    """
    digest = document.digest
    if document.text_digest == digest:
        return False
    pages, state = _run(document)
    with transaction.atomic():
        held = Document.objects.select_for_update().filter(pk=document.pk, digest=digest).first()
        if held is None:
            return False
        DocumentPage.objects.filter(document=held).delete()
        DocumentPage.objects.bulk_create(
            (DocumentPage(document=held, number=number, text=text) for number, text in pages),
            batch_size=_BATCH,
        )
        held.text_state, held.text_digest = state, digest
        held.save(update_fields=["text_state", "text_digest"])
    return True


def pages_of(document_ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """The pages with text of each of these documents, as (number, text), in one query.

    A file that was replaced and is not read yet has none: its old text is not what readers get.
    """
    found: dict[int, list[tuple[int, str]]] = {}
    ids = set(document_ids)
    if ids:
        rows = DocumentPage.objects.filter(
            document__in=ids, document__text_digest=F("document__digest")
        ).order_by("document", "number")
        for document, number, text in rows.values_list("document", "number", "text"):
            found.setdefault(document, []).append((number, text))
    return found


def _run(document: Document) -> tuple[list[tuple[int, str]], str]:
    """(number, text) of the pages, and the state of the document."""
    with tempfile.TemporaryFile() as copy, tempfile.TemporaryFile() as answer:
        try:
            with document.file.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    copy.write(chunk)
        except FileNotFoundError:
            return [], Document.Text.UNREADABLE
        copy.flush()
        copy.seek(0)
        with suppress(subprocess.TimeoutExpired):  # what came until then counts
            subprocess.run(
                probe_command(PROBE),
                stdin=copy,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=MOST_SECONDS,
                env=probe_environment(),
            )
        answer.seek(0)
        lines = list(_lines(answer))
    pages = [(line["page"], line["text"]) for line in lines if "page" in line]
    end = next((line["end"] for line in lines if "end" in line), "")
    if pages:
        return pages, Document.Text.READ if end == "read" else Document.Text.CUT
    if end == "locked":
        return [], Document.Text.LOCKED
    return [], Document.Text.NONE if end in ("read", "cut") else Document.Text.UNREADABLE


def _lines(answer) -> Iterator[dict]:
    for line in answer:
        try:
            yield json.loads(line)
        except ValueError:  # cut off where the process was stopped
            return
