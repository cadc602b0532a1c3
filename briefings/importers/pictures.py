"""The picture of a record: a file beside the JSON Lines file. Nothing is fetched from the network."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from briefings import images, media_tasks
from briefings.importers.records import Picture
from briefings.models import Image


class NotUsable(Exception):
    """Why a picture is left aside. The record is imported without it."""


def stored(picture: Picture, folder: Path, *, dry_run: bool = False) -> Image | None:
    """The library's picture made of that file in `folder` or below, stored if it is new. None in a dry run.

    Raises NotUsable for addresses, files elsewhere, missing or refused files, and pictures without alternative text.
    """
    if "://" in picture.file or picture.file.startswith("//"):
        raise NotUsable(f"picture {picture.file} lies on another server and was not fetched")
    path = (folder / picture.file).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise NotUsable(f"picture {picture.file} is not a file beside the imported one")
    if not picture.alt:
        raise NotUsable(f"picture {picture.file} has no alternative text and was left aside")
    try:
        with path.open("rb") as file:
            found = images.normalise(file)
    except (ValidationError, OSError) as error:
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else error.strerror
        raise NotUsable(f"picture {picture.file}: {reason}") from error
    return None if dry_run else _known(found) or _kept(picture, found)


def _known(found: images.NormalisedImage) -> Image | None:
    return Image.objects.filter(digest=found.digest).order_by("pk").first()


def _kept(picture: Picture, found: images.NormalisedImage) -> Image:
    image = Image(
        title=Path(picture.file).name[:200],
        alt=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
        licence=picture.licence,
        width=found.width,
        height=found.height,
        digest=found.digest,
    )
    image.file.save(found.filename, ContentFile(found.bytes), save=False)
    image.save()
    media_tasks.settle(image)
    return image
