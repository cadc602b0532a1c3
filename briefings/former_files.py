"""Replacing the file of a picture or a document keeps the old one; any of them can be brought back.

The address of a document stays, and publications show what is there now (`media_tasks.settle`). Addresses of a picture's
former files still answer, since mails that were sent point at them; they cannot be guessed.
"""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction

from briefings.models import Document, DocumentFile, Image, ImageFile


def keep(thing: Image | Document, *, by=None) -> None:
    """Keep the file that `thing` has in the database, which is about to be replaced by the one it has in memory. The same
    file again replaces nothing. To be called in the transaction that saves `thing`."""
    row = type(thing)._base_manager.select_for_update(no_key=True).filter(pk=thing.pk).first()
    if row is None or row.digest == thing.digest or not row.file:
        return
    fields = {"file": row.file.name, "digest": row.digest, "size": _size(row), "replaced_by": by}
    if isinstance(row, Image):
        ImageFile.objects.create(image=row, width=row.width, height=row.height, **fields)
    else:
        DocumentFile.objects.create(document=row, pages=row.pages, **fields)


def bring_back(former: ImageFile | DocumentFile, *, by=None) -> Image | Document:
    """Put a former file in its old place, and the present one among the former. The caller settles what it returns."""
    with transaction.atomic():
        former = type(former).objects.select_for_update().get(pk=former.pk)
        thing = former.image if isinstance(former, ImageFile) else former.document
        thing.file, thing.digest = former.file.name, former.digest
        if isinstance(former, ImageFile):
            thing.width, thing.height, thing.renditions = former.width, former.height, {}
            changed = ["width", "height", "renditions"]
        else:
            thing.size, thing.pages, thing.text_state = former.size, former.pages, Document.Text.WAITING
            changed = ["size", "pages", "text_state"]
        keep(thing, by=by)
        thing.save(update_fields=["file", "digest", *changed])
        former.delete()
    return thing


def _size(row: Image | Document) -> int | None:
    if isinstance(row, Document):
        return row.size
    with suppress(OSError):
        return row.file.size
    return None
