"""PDF documents as they come in: what is in the file, found out by a process that may fail.

The file itself is stored as it is: a document's bytes are its author's. It is served so that it cannot harm
a reader of the site (`views.documents`).
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PROBE = Path(__file__).with_name("pdf_probe.py")
MOST_BYTES = 100 * 1024**2
MOST_SECONDS = 10
_MAGIC = b"%PDF-"
_MAGIC_WITHIN = 1024  # bytes; readers accept the header anywhere in these (ISO 32000-1, Annex H.3.4.1)
_CHUNK = 1024**2


@dataclass(frozen=True)
class PdfFacts:
    """`size` in bytes, `digest` the SHA-256 (hex), `encrypted` though it opens without a password."""

    size: int
    pages: int
    digest: str
    encrypted: bool
    has_text: bool


def inspect(upload: BinaryIO) -> PdfFacts:
    """Look into `upload`. It takes at most ten seconds and a gigabyte, in a process of its own.

    Raises ValidationError, in words for the person who uploaded, for what is no PDF, is damaged, needs a
    password, or is larger than 100 MB.
    """
    if getattr(upload, "size", 0) > MOST_BYTES:
        raise _too_large()
    with tempfile.TemporaryFile() as copy:
        size, digest = _copy(upload, copy)
        found = _probe(copy)
    if found.get("problem") == "password":
        raise ValidationError(
            _("The PDF needs a password to be opened. Save it without one and upload that."), code="password"
        )
    if "pages" not in found:
        raise ValidationError(
            _("The PDF is damaged or cannot be read. Save it anew, for example by printing it to PDF."),
            code="damaged",
        )
    return PdfFacts(size, found["pages"], digest, found["encrypted"], found["has_text"])


def _copy(upload: BinaryIO, copy: BinaryIO) -> tuple[int, str]:
    """Size and digest of `upload`, once it is written to `copy`."""
    digest, size = hashlib.sha256(), 0
    upload.seek(0)
    while chunk := upload.read(_CHUNK):
        if size == 0 and _MAGIC not in chunk[: _MAGIC_WITHIN + len(_MAGIC)]:
            raise ValidationError(_("This is not a PDF. Documents are accepted as PDF only."), code="no_pdf")
        size += len(chunk)
        if size > MOST_BYTES:
            raise _too_large()
        digest.update(chunk)
        copy.write(chunk)
    if size == 0:
        raise ValidationError(_("The file is empty."), code="empty")
    copy.flush()
    copy.seek(0)
    return size, digest.hexdigest()


# What a Python may need to start at all; secrets stay out of the probe's reach.
_NEEDED = ("LD_LIBRARY_PATH", "PATH", "SYSTEMROOT", "TMPDIR")


def probe_command(probe: Path) -> list[str | Path]:
    """How a probe is run: by this Python, without anything of its surroundings."""
    return [sys.executable, "-I", probe]


def probe_environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _NEEDED if name in os.environ}


def _probe(copy: BinaryIO) -> dict:
    """What the probe prints; nothing where the file crashed it or took too long."""
    try:
        done = subprocess.run(
            probe_command(PROBE),
            stdin=copy,
            capture_output=True,
            timeout=MOST_SECONDS,
            env=probe_environment(),
        )
    except subprocess.TimeoutExpired:
        return {}
    if done.returncode > 0:  # a signal is below 0: the file's fault; this is ours
        raise RuntimeError(f"The PDF probe does not run: {done.stderr.decode(errors='replace')[-500:]}")
    return json.loads(done.stdout) if done.returncode == 0 else {}


def _too_large() -> ValidationError:
    return ValidationError(
        _("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024**2}, code="too_large"
    )
