"""Pictures as a mail shows them: JPEG, since Outlook knows no WebP, with the size that they take up."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.core.files.storage import default_storage

from briefings.content import Figure

WIDEST = 552  # pixels: the mail's 600 without the room at both sides
DENSEST = 2  # pixels of a file for each of the mail's, as sharp as phones can show
_IMAGE = re.compile(r'<img\b(?:[^>"]|"[^"]*")*>')
_WIDTH, _HEIGHT = re.compile(r'\bwidth="(\d+)"'), re.compile(r'\bheight="(\d+)"')


class Pictured(NamedTuple):
    """`source` is an address on this site or whole, `width` and `height` those in the mail."""

    source: str
    alt: str
    width: int
    height: int


def pictured(figure: Figure) -> Pictured:
    """`figure` in the largest size that a mail makes use of; the original until there are sizes."""
    made = figure.renditions.get("full") or [[figure.width, figure.height, "", figure.file]]
    fit = [size for size in made if size[0] <= WIDEST * DENSEST] or made[:1]
    width, height, _webp, name = fit[-1]
    shown = min(width, WIDEST)
    return Pictured(default_storage.url(name), figure.alt, shown, max(1, round(shown * height / width)))


def narrowed(html: str) -> str:
    """Sanitised `html` with pictures of known size no wider than the mail: Outlook goes by these attributes."""
    return _IMAGE.sub(_narrowed, html) if "<img" in html else html


def _narrowed(image: re.Match) -> str:
    tag = image[0]
    width, height = _WIDTH.search(tag), _HEIGHT.search(tag)
    if not width or int(width[1]) <= WIDEST:
        return tag
    tag = tag.replace(width[0], f'width="{WIDEST}"')
    if height:
        tag = tag.replace(height[0], f'height="{round(WIDEST * int(height[1]) / int(width[1]))}"')
    return tag
