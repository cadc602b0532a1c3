"""What a document looks like: its first page as a small picture, drawn by a process that may fail.

Kept in the database and shown in the back office alone: a picture at a public address could show a page of what is not
public yet.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from briefings import document_texts, pdfs
from briefings.models import Document, DocumentCover

PROBE = Path(__file__).with_name("pdf_cover_probe.py")
MOST_SECONDS = 30
_JPEG = b"\xff\xd8\xff"


def make(document: Document) -> bool:
    """Draw the first page of the file that `document` has now; whether there was anything to do.

    What cannot be drawn is kept as having no cover. Repeatable. Raises what the storage raises.
    """
    digest = document.digest
    if DocumentCover.objects.filter(document=document, digest=digest).exists():
        return False
    picture = _drawn(document)
    DocumentCover.objects.update_or_create(document=document, defaults={"digest": digest, "picture": picture})
    return True


def _drawn(document: Document) -> bytes:
    with tempfile.TemporaryFile() as copy:
        if not document_texts.fetch(document, copy):
            return b""
        try:
            done = subprocess.run(
                pdfs.probe_command(PROBE),
                stdin=copy,
                capture_output=True,
                timeout=MOST_SECONDS,
                env=pdfs.probe_environment(),
            )
        except subprocess.TimeoutExpired:
            return b""
    return done.stdout if done.stdout.startswith(_JPEG) and done.returncode == 0 else b""
