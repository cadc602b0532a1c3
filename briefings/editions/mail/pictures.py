"""Pictures as a mail shows them: JPEG, since Outlook knows no WebP, with the size that they take up."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.images import get_image_dimensions
from django.core.files.storage import default_storage

from briefings.content import Figure
from briefings.models import Image

WIDEST = 552  # pixels: the mail's 600 without the room at both sides
DENSEST = 2  # pixels of a file for each of the mail's, as sharp as phones can show
_IMAGE = re.compile(r'<img\b(?:[^>"]|"[^"]*")*>')
_WIDTH, _HEIGHT = re.compile(r'\swidth="(\d+)"'), re.compile(r'\sheight="(\d+)"')
_ANY_SIZE, _SOURCE = re.compile(r'\s(?:width|height)="[^"]*"'), re.compile(r'\ssrc="([^"]*)"')


class Pictured(NamedTuple):
    """`source` is an address on this site or whole, `width` and `height` those in the mail."""

    source: str
    alt: str
    width: int
    height: int


def pictured(figure: Figure) -> Pictured:
    """`figure` in the largest size that a mail makes use of; the original until there are sizes."""
    return _fitted(figure.renditions, figure.width, figure.height, figure.file, figure.alt)


def narrowed(html: str) -> str:
    """Sanitised `html` with a size for each picture of ours, no wider than the mail: Outlook goes by these attributes,
    and a mail whose pictures are not shown yet keeps its shape."""
    return _IMAGE.sub(_narrowed, html) if "<img" in html else html


def _narrowed(image: re.Match) -> str:
    tag, source = image[0], _SOURCE.search(image[0])
    width, height = _WIDTH.search(tag), _HEIGHT.search(tag)
    if source and (not (width and height) or source[1].endswith(".webp")):
        return _found(tag, source[1])
    if not (width and height) or int(width[1]) <= WIDEST:
        return tag
    return _sized(tag, WIDEST, round(WIDEST * int(height[1]) / int(width[1])))


def _found(tag: str, source: str) -> str:
    """`tag` as the library has its picture, or in the size that the file tells; as it is where there is neither."""
    if not source.startswith(settings.MEDIA_URL):
        return tag
    name = unquote(unescape(source)).removeprefix(settings.MEDIA_URL)
    folder = name.rpartition("/")[0]
    image = Image.objects.filter(file__startswith=f"{folder}/").first() if folder else None
    if image:
        shown = _fitted(image.renditions, image.width, image.height, image.file.name, image.alt)
        tag = tag.replace(f'src="{source}"', f'src="{escape(shown.source)}"', 1)
        return _sized(tag, shown.width, shown.height)
    width, height = _dimensions(name)
    return _sized(tag, min(width, WIDEST), round(min(width, WIDEST) * height / width)) if width else tag


def _fitted(renditions: dict, width: int, height: int, file: str, alt: str) -> Pictured:
    made = renditions.get("full") or [[width, height, "", file]]
    fit = [size for size in made if size[0] <= WIDEST * DENSEST] or made[:1]
    width, height, _webp, name = fit[-1]
    shown = min(width, WIDEST)
    return Pictured(default_storage.url(name), alt, shown, max(1, round(shown * height / width)))


def _dimensions(name: str) -> tuple[int, int]:
    """Of a file of ours; zeros where there is none, or no picture."""
    try:
        with default_storage.open(name) as file:
            width, height = get_image_dimensions(file)
    except (OSError, SuspiciousFileOperation):  # not there; outside of the folder
        return 0, 0
    return (width, height) if width and height else (0, 0)


def _sized(tag: str, width: int, height: int) -> str:
    return f'{_ANY_SIZE.sub("", tag)[:-1].rstrip(" /")} width="{width}" height="{max(1, height)}">'
