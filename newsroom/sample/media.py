"""The sample's pictures and papers, drawn, checked and stored as an editor's uploads would be."""

from __future__ import annotations

import io
import os
from concurrent.futures import ThreadPoolExecutor

from django.core.files.base import ContentFile

from briefings import images as pictures_in
from briefings import media_tasks, pdfs, renditions
from briefings.models import Document, Image
from newsroom.sample import papers, pictures
from newsroom.sample.content import Piece


def images(facts: dict[str, dict]) -> dict[str, Image]:
    """Draw and store all pictures in all their sizes. Pillow works outside the interpreter's lock: threads do."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        made = list(pool.map(_image, facts.values()))
    for image in made:
        image.save()
    return dict(zip(facts, made, strict=True))


def _image(facts: dict) -> Image:
    """One picture with its files, the row not yet saved: the transaction belongs to another thread."""
    found = pictures_in.normalise(io.BytesIO(pictures.draw(facts["recipe"])))
    image = Image(
        **{name: value for name, value in facts.items() if name not in ("key", "recipe")},
        width=found.width,
        height=found.height,
        digest=found.digest,
    )
    image.file.save(found.filename, ContentFile(found.bytes), save=False)
    renditions.write(image)
    image.renditions = renditions.planned(image)
    return image


def document(facts: dict, piece: Piece, byline: str) -> Document:
    """Make and store the PDF of a publication."""
    pdf = papers.make(facts, piece, byline)
    found = pdfs.inspect(io.BytesIO(pdf))
    made = Document(
        title=facts["title"],
        language=facts["language"],
        size=found.size,
        pages=found.pages,
        digest=found.digest,
    )
    made.file.save("paper.pdf", ContentFile(pdf), save=False)
    made.save()
    media_tasks.settle_document(made)
    return made
