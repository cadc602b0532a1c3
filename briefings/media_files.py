"""Files that nothing refers to any more: of pictures and documents deleted, of uploads that failed. What was replaced is
kept (`former_files`).

Deleting a row leaves its files, so that a transaction rolled back loses nothing; they go a day later at the
earliest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from briefings import kept_uploads
from briefings.models import Document, DocumentFile, Image, ImageFile

KEPT_FOR = timedelta(days=1)  # an upload's file lies there before its row is committed


def sweep(now: datetime | None = None) -> int:
    """Delete files under `images/` and `documents/` that no row refers to, and those that forms kept, a day old or
    older; return how many."""
    before = (now or timezone.now()) - KEPT_FOR
    gone = [name for name in _forsaken() if default_storage.get_modified_time(name) < before]
    for name in gone:
        default_storage.delete(name)
    for folder in {name.rpartition("/")[0] for name in gone} - {"documents", kept_uploads.FOLDER}:
        with suppress(OSError):  # not empty: some of its files are younger
            default_storage.delete(folder)
    return len(gone)


def _forsaken() -> Iterator[str]:
    folders = {name.rpartition("/")[0] for name in _names(Image, ImageFile)}
    for folder in _listed("images")[0]:
        if f"images/{folder}" not in folders:
            yield from (f"images/{folder}/{name}" for name in _listed(f"images/{folder}")[1])
    yield from (f"{kept_uploads.FOLDER}/{name}" for name in _listed(kept_uploads.FOLDER)[1])
    documents = set(_names(Document, DocumentFile))
    yield from (name for file in _listed("documents")[1] if (name := f"documents/{file}") not in documents)


def _names(*models) -> Iterator[str]:
    for model in models:
        yield from model.objects.values_list("file", flat=True).iterator()


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """Folders and files in `folder`; nothing while it does not exist."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
