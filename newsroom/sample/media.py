"""The sample's pictures and papers, drawn, checked and stored as an editor's uploads would be."""

from __future__ import annotations

import io
from concurrent.futures import ProcessPoolExecutor

from django.core.files.base import ContentFile

from briefings import images as pictures_in
from briefings import pdfs, renditions
from briefings.models import Document, Image
from newsroom.sample import papers, pictures
from newsroom.sample.content import Piece


def images(facts: dict[str, dict]) -> dict[str, Image]:
    """Draw and store all pictures in all their sizes; drawing runs on all cores."""
    recipes = [one["recipe"] for one in facts.values()]
    with ProcessPoolExecutor() as pool:
        drawn = list(pool.map(pictures.draw, recipes))
    return {key: _image(one, jpeg) for (key, one), jpeg in zip(facts.items(), drawn, strict=True)}


def _image(facts: dict, jpeg: bytes) -> Image:
    found = pictures_in.normalise(io.BytesIO(jpeg))
    image = Image(
        **{name: value for name, value in facts.items() if name not in ("key", "recipe")},
        width=found.width,
        height=found.height,
        digest=found.digest,
    )
    image.file.save("picture.jpg", ContentFile(found.bytes), save=False)
    image.save()
    renditions.make(image)
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
    return made
