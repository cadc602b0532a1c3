"""Jobs for pictures and documents, and the choice between doing the work at once and leaving it to a
worker."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from briefings import document_covers, document_texts, media_files, publishing, referring, renditions
from briefings.models import Document, Image, Publication

QUICK_PIXELS = 1_000_000  # the sizes of a smaller picture take about a quarter of a second
QUICK_PUBLICATIONS = 20
_BATCH = 200
_QUEUED_AT_ONCE = 200  # documents


def settle(image: Image) -> None:
    """After `image` was saved: make its sizes and show them in the publications that carry it.

    At once where that is quick, otherwise by a job, which starts only if the caller's transaction commits.
    """
    slow = image.renditions != renditions.planned(image) and image.width * image.height > QUICK_PIXELS
    if slow or _are_many(_showing(image)):
        make_renditions.configure(lock=f"image-{image.pk}").defer(image_id=image.pk)
    else:
        make_renditions(image_id=image.pk)
        image.refresh_from_db(fields=["renditions"])


def settle_document(document: Document) -> None:
    """After `document` was saved: show its title, size and pages in the publications that carry it."""
    if _are_many(_carrying(document.pk)):
        show_document.defer(document_id=document.pk)
    else:
        show_document(document_id=document.pk)
    if document.text_digest != document.digest:
        _read_later(document.pk)


@app.task(name="briefings.make_renditions")
def make_renditions(image_id: int) -> None:
    """Make what is missing of a picture's sizes and write anew the public rows that show it. Repeatable."""
    image = Image.objects.filter(pk=image_id).first()
    if image is not None:
        renditions.make(image)
        _refresh(_showing(image))


@app.periodic(cron="11 3 * * *")
@app.task(name="briefings.complete_renditions", queueing_lock="complete_renditions")
def complete_renditions(timestamp: int) -> None:
    """Every night: have the sizes made that pictures lack, since a newer release offers more of them. Until then
    pages offer those that there are."""
    for image in Image.objects.iterator(chunk_size=_BATCH):
        if image.renditions != renditions.planned(image):
            make_renditions.configure(lock=f"image-{image.pk}").defer(image_id=image.pk)


@app.task(name="briefings.show_document")
def show_document(document_id: int) -> None:
    """Write the public rows that carry a document anew. Repeatable."""
    _refresh(_carrying(document_id))


@app.task(name="briefings.read_document")
def read_document(document_id: int) -> None:
    """Read a document's text, draw its cover, and make the publications that carry it findable by it. Repeatable."""
    document = Document.objects.filter(pk=document_id).first()
    if document is not None:
        document_texts.read(document)
        document_covers.make(document)
        _refresh(_carrying(document_id))  # though it was read before: that job may have been killed here


@app.periodic(cron="* * * * *")
@app.task(name="briefings.read_documents", queueing_lock="read_documents")
def read_documents(timestamp: int) -> None:
    """Every minute: have documents read that wait, since they came in by a script or their job was lost."""
    # In no order, so that those whose reading fails each time leave room for others.
    waiting = Document.objects.exclude(text_digest=F("digest"), cover__digest=F("digest")).order_by("?")
    for pk in waiting.values_list("pk", flat=True)[:_QUEUED_AT_ONCE]:
        _read_later(pk)


@app.periodic(cron="41 3 * * *")
@app.task(name="briefings.sweep_media", queueing_lock="sweep_media")
def sweep_media(timestamp: int) -> None:
    """Every night: delete the files of pictures and documents that were replaced or deleted."""
    media_files.sweep()


def _read_later(document_id: int) -> None:
    """Queue the reading of a document, once, behind the other jobs."""
    key = f"document-{document_id}"
    try:
        with transaction.atomic():
            read_document.configure(lock=key, queueing_lock=key, priority=-1).defer(document_id=document_id)
    except (AlreadyEnqueued, IntegrityError):
        return


def _showing(image: Image) -> QuerySet[Publication]:
    """The publications that carry `image`, whatever their working copies carry by now."""
    inside = Q(refers__contains=[referring.key(referring.IMAGE, image.pk)])
    return Publication.objects.filter(Q(card__figure__id=image.pk) | inside)


def _carrying(document_id: int) -> QuerySet[Publication]:
    return Publication.objects.filter(documents=document_id)


def _are_many(publications: QuerySet[Publication]) -> bool:
    return publications.order_by("pk")[QUICK_PUBLICATIONS : QUICK_PUBLICATIONS + 1].exists()


def _refresh(publications: QuerySet[Publication]) -> None:
    ids = list(publications.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _BATCH):
        publishing.refresh(ids[start : start + _BATCH])
