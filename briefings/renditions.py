"""The sizes in which a picture is offered: three widths of the whole, three of a 3:2 crop for cards.

They lie beside the original in its random folder, under names made of what they show
(`card-480-1f0c9a3e.webp`): a moved focal point gives new names, so nothing stale is ever served from a
cache. Crops that it replaces stay as long as the picture does, since mails already sent point at them;
`media_files.sweep` clears the folders of pictures that were replaced or deleted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Set
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image as Picture

from briefings import pixels
from briefings.models import Image

WIDTHS = {"full": (480, 960, 1600), "card": (240, 480, 960)}
CARD_RATIO = 3 / 2
FORMATS = {"webp": "WEBP", "jpg": "JPEG"}
_QUALITY = 80
_RECIPE = 1  # to be raised when sizes come out differently, so that they get new names


@dataclass(frozen=True)
class Size:
    """One size to make: the part of the original it shows (left, top, right, bottom) and how large."""

    crop: str
    box: tuple[int, int, int, int]
    width: int
    height: int

    def name(self, folder: str, extension: str) -> str:
        recipe = hashlib.sha256(f"{_RECIPE} {self}".encode()).hexdigest()[:8]
        return f"{folder}/{self.crop}-{self.width}-{recipe}.{extension}"

    def listed(self, folder: str) -> list:
        """As `Image.renditions` keeps it."""
        return [self.width, self.height, *(self.name(folder, extension) for extension in FORMATS)]


def make(image: Image) -> bool:
    """Make the sizes that `image` lacks, list them in `image.renditions`, and say whether any was missing.

    May run twice, also at the same time: the row is locked meanwhile (not against publications that link to
    it).
    """
    with transaction.atomic():
        row = Image.objects.select_for_update(no_key=True).get(pk=image.pk)
        wanted = planned(row)
        missing = row.renditions != wanted
        if missing:
            write(row)
            Image.objects.filter(pk=row.pk).update(renditions=wanted)
    image.renditions = wanted
    return missing


def write(image: Image) -> None:
    """Write the files of the sizes that `image.renditions` does not list yet; the database is left alone."""
    with image.file.open() as file, Picture.open(file) as original:
        for name, content in files(original, folder_of(image), focal_point(image), _names(image.renditions)):
            # What lies there unlisted may be half a file: a worker killed while it wrote.
            default_storage.delete(name)
            default_storage.save(name, ContentFile(content))


def planned(image: Image) -> dict[str, list]:
    """What `image.renditions` is once everything is made."""
    return listing(image.width, image.height, focal_point(image), folder_of(image))


def listing(width: int, height: int, focal: tuple[float, float], folder: str) -> dict[str, list]:
    """`Image.renditions` of a picture of these measures whose files lie in `folder`."""
    made: dict[str, list] = {crop: [] for crop in WIDTHS}
    for size in sizes(width, height, focal):
        made[size.crop].append(size.listed(folder))
    return made


def folder_of(image: Image) -> str:
    return image.file.name.rpartition("/")[0]


def focal_point(image: Image) -> tuple[float, float]:
    return image.focal_x, image.focal_y


def sizes(width: int, height: int, focal: tuple[float, float]) -> Iterator[Size]:
    """The sizes of a picture with its focal point at `focal`; none is larger than the original."""
    for crop, box in (("full", (0, 0, width, height)), ("card", card_box(width, height, focal))):
        across, down = box[2] - box[0], box[3] - box[1]
        for wide in sorted({min(wide, across) for wide in WIDTHS[crop]}):
            yield Size(crop, box, wide, max(1, round(wide * down / across)))


def card_box(width: int, height: int, focal: tuple[float, float]) -> tuple[int, int, int, int]:
    """The largest 3:2 rectangle in the picture, its middle as near the focal point as the edges allow."""
    across = min(width, max(1, round(height * CARD_RATIO)))
    down = min(height, max(1, round(width / CARD_RATIO)))
    left = min(max(0, round(focal[0] * width - across / 2)), width - across)
    top = min(max(0, round(focal[1] * height - down / 2)), height - down)
    return left, top, left + across, top + down


def files(
    original: Picture.Image, folder: str, focal: tuple[float, float], besides: Set[str] = frozenset()
) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the sizes of `original`, but for those in `besides`."""
    for size in sizes(*original.size, focal):
        names = {extension: size.name(folder, extension) for extension in FORMATS}
        if besides.issuperset(names.values()):
            continue
        shown = original.resize(
            (size.width, size.height), Picture.Resampling.LANCZOS, size.box, reducing_gap=3
        )
        for extension, name in names.items():
            yield name, pixels.encoded(shown, FORMATS[extension], _QUALITY)


def _names(renditions: dict[str, list]) -> set[str]:
    return {name for listed in renditions.values() for _width, _height, *names in listed for name in names}
