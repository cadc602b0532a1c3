"""The text of documents, page by page: read by a process that may fail, kept for the search."""

from __future__ import annotations

import json
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.db.models import F, QuerySet

from briefings import pdfs
from briefings.models import Document, DocumentPage

PROBE = Path(__file__).with_name("pdf_text_probe.py")
MOST_SECONDS = 90
_CHUNK = 1024**2
_BATCH = 100
# Whoever stops a worker stops what it started too. It says nothing about the file.
_STOPPED = {-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP}


def read(document: Document) -> bool:
    """Read the file of `document` and keep the text of its pages; whether there was anything to do.

    What cannot be read gets the state that says so, and keeps no text. Repeatable; a file that is replaced meanwhile
    is read again. Raises what the storage raises, and RuntimeError where the reading process does not run or was
    stopped from outside: the document then waits as before.
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


def pages_of(document_ids: Iterable[int], up_to: int | None = None) -> dict[int, list[tuple[int, str]]]:
    """The pages with text of each of these documents, as (number, text), in one query; those `up_to` a number only.

    A file that was replaced and is not read yet has none: its old text is not what readers get.
    """
    found: dict[int, list[tuple[int, str]]] = {}
    ids = set(document_ids)
    if ids:
        rows = _read_pages(ids).order_by("document", "number")
        if up_to is not None:
            rows = rows.filter(number__lte=up_to)
        for document, number, text in rows.values_list("document", "number", "text"):
            found.setdefault(document, []).append((number, text))
    return found


def longer_than(document_ids: Iterable[int], pages: int) -> set[int]:
    """Which of these documents have text beyond so many pages."""
    ids = set(document_ids)
    if not ids:
        return set()
    beyond = _read_pages(ids).filter(number__gt=pages).order_by()
    return set(beyond.values_list("document", flat=True).distinct())


def _read_pages(ids: set[int]) -> QuerySet[DocumentPage]:
    return DocumentPage.objects.filter(document__in=ids, document__text_digest=F("document__digest"))


def _run(document: Document) -> tuple[list[tuple[int, str]], str]:
    """(number, text) of the pages, and the state of the document."""
    with tempfile.TemporaryFile() as copy, tempfile.TemporaryFile() as answer:
        if not fetch(document, copy):
            return [], Document.Text.UNREADABLE
        with suppress(subprocess.TimeoutExpired):  # what came until then counts
            _probe(copy, answer)
        answer.seek(0)
        lines = list(_lines(answer))
    pages = [(line["page"], line["text"]) for line in lines if "page" in line]
    end = next((line["end"] for line in lines if "end" in line), "")
    if pages:
        return pages, Document.Text.READ if end == "read" else Document.Text.CUT
    if end == "locked":
        return [], Document.Text.LOCKED
    return [], Document.Text.NONE if end in ("read", "cut") else Document.Text.UNREADABLE


def fetch(document: Document, copy: BinaryIO) -> bool:
    """Copy the document's file; False if there is none, or one larger than may be uploaded."""
    if not document.file:
        return False
    try:
        with document.file.open("rb") as file:
            while chunk := file.read(_CHUNK):
                copy.write(chunk)
                if copy.tell() > pdfs.MOST_BYTES:
                    return False
    except FileNotFoundError:
        return False
    copy.flush()
    copy.seek(0)
    return True


def _probe(copy: BinaryIO, answer: BinaryIO) -> None:
    done = subprocess.run(
        pdfs.probe_command(PROBE),
        stdin=copy,
        stdout=answer,
        stderr=subprocess.PIPE,
        timeout=MOST_SECONDS,
        env=pdfs.probe_environment(),
    )
    if done.returncode > 0 or done.returncode in _STOPPED:  # any other signal is the file's fault
        said = done.stderr.decode(errors="replace")[-500:]
        raise RuntimeError(f"The PDF text probe ended with {done.returncode}: {said}")


def _lines(answer) -> Iterator[dict]:
    for line in answer:
        try:
            yield json.loads(line)
        except ValueError:  # cut off where the process was stopped
            return
