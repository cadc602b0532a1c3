"""Pictures as they come in: whatever an editor uploads becomes an upright picture in sRGB without metadata.

Nothing of the upload's own bytes survives: it is decoded and encoded anew, so places, names and hidden
payloads are gone. Hostile files cost little: their size is known before anything is decoded, JPEGs are
decoded no larger than they are kept, and whatever the decoder stumbles over becomes a message for the
person who uploaded.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from briefings import pixels

MOST_BYTES = 25 * 1024**2
MOST_PIXELS = 40_000_000
LONGEST = 3200  # pixels of the longer side that are kept: twice the widest size that pages show
ACCEPTED = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "GIF": "image/gif",
    "TIFF": "image/tiff",
}
_LOSSY = {"JPEG", "MPO", "AVIF"}
_QUALITY = 90
_MOST_SCANS = 100  # a progressive JPEG has about ten; each costs a pass over the whole picture
_MARKUP = (b"<svg", b"<!doctype", b"<html", b"<?xml", b"<script", b"<?php")
_HEIC = (b"ftyphei", b"ftyphev", b"ftypmif1")
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# Between its limit and twice that Pillow only warns, and nobody is there to read it.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True)
class NormalisedImage:
    """A picture fit to be stored: `format` is JPEG or PNG, `digest` the SHA-256 (hex) of the upload."""

    bytes: bytes
    format: str
    width: int
    height: int
    digest: str

    @property
    def filename(self) -> str:
        return "picture.png" if self.format == "PNG" else "picture.jpg"


def normalise(upload: BinaryIO) -> NormalisedImage:
    """Decode, turn upright, convert to sRGB, shrink to at most 3200 pixels and encode without any metadata.

    Photographs become JPEG; drawings and everything with transparency PNG; of an animation the first frame
    stays. Raises ValidationError, in words for the person who uploaded, for what is no picture, is damaged,
    or exceeds 25 MB or 40 megapixels.
    """
    data = _read(upload)
    picture = _open(data)
    try:
        lossy = picture.format in _LOSSY
        picture.load()
        picture = pixels.eight_bits(pixels.upright(picture))
        drawn = not lossy and pixels.is_drawn(picture)
        picture = pixels.in_srgb(pixels.shrunk(picture, LONGEST))
    except _BOMBS as error:
        raise _too_many_pixels() from error
    except Exception as error:  # decoders raise nearly anything on hostile files
        raise _damaged() from error
    form = "PNG" if drawn or picture.mode == "RGBA" else "JPEG"
    kept = pixels.encoded(picture, form, _QUALITY)
    return NormalisedImage(kept, form, *picture.size, hashlib.sha256(data).hexdigest())


def _read(upload: BinaryIO) -> bytes:
    upload.seek(0)
    data = b"" if getattr(upload, "size", 0) > MOST_BYTES else upload.read(MOST_BYTES + 1)
    if getattr(upload, "size", len(data)) > MOST_BYTES or len(data) > MOST_BYTES:
        raise ValidationError(
            _("The file is larger than %(most)s MB. Save the picture smaller and upload it again.")
            % {"most": MOST_BYTES // 1024**2},
            code="too_large",
        )
    if not data:
        raise ValidationError(_("The file is empty."), code="empty")
    return data


def _open(data: bytes) -> Image.Image:
    """The picture, its size checked and nothing decoded yet."""
    try:
        picture = Image.open(io.BytesIO(data), formats=tuple(ACCEPTED))
    except _BOMBS as error:
        raise _too_many_pixels() from error
    except Exception as error:
        raise _no_picture(data) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many_pixels()
    if picture.format in {"JPEG", "MPO"}:
        if data.count(b"\xff\xda") > _MOST_SCANS:
            raise _damaged()
        # Decoded at 1/2, 1/4 or 1/8 where that is still large enough: a quarter of memory and time, or less.
        picture.draft(None, (LONGEST, LONGEST))
    return picture


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("The picture has more than %(most)s megapixels. Save it smaller and upload it again.")
        % {"most": MOST_PIXELS // 1_000_000},
        code="too_many_pixels",
    )


def _damaged() -> ValidationError:
    return ValidationError(
        _("The picture is damaged or incomplete. Save it anew with a picture program and upload that."),
        code="damaged",
    )


def _no_picture(data: bytes) -> ValidationError:
    start = data[:1024].lower()
    if b"%pdf-" in start:
        problem = _("This is a PDF: add it as a document.")
    elif any(sign in start for sign in _MARKUP):
        problem = _("SVG drawings and web pages cannot be uploaded as pictures: they can carry programs.")
    elif any(sign in start[:32] for sign in _HEIC):
        problem = _("HEIC pictures cannot be read: export the picture as JPEG.")
    else:
        problem = _("This is not a picture, or it is damaged.")
    accepted = _("Accepted are JPEG, PNG, WebP, AVIF, GIF and TIFF.")
    return ValidationError(f"{problem} {accepted}", code="no_picture")
