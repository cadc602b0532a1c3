"""Real pictures, kind and unkind: taken upright and without metadata, or refused in words; none does harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from briefings.media_forms import ImageForm

pytestmark = pytest.mark.django_db
IMAGES = Path(__file__).parents[3] / "shared" / "data" / "images"
FILES = sorted(
    str(path.relative_to(IMAGES)) for path in IMAGES.rglob("*") if path.is_file() and path.suffix != ".json"
)
FACTS = json.loads((IMAGES / "_facts.json").read_text())["files"] if FILES else {}
# What somebody could hide in a picture, and where cameras write where and by whom it was taken.
TRACES = (
    b"<script",
    b"<?php",
    b"onclick",
    b"onerror",
    b"alert(",
    b"Exif\0\0",
    b"http://ns.adobe.com/xap",
)


def form(name: str) -> ImageForm:
    upload = SimpleUploadedFile(Path(name).name, (IMAGES / name).read_bytes())
    return ImageForm({"focal_x": 0.5, "focal_y": 0.5}, {"file": upload})


def size_upright(facts: dict) -> tuple[int, int]:
    """What the facts say, turned as the orientation says; of a TIFF Pillow tells the upright size."""
    width, height = facts["size"]
    if (facts.get("orientation") or 1) > 4 and facts["format"] != "TIFF":
        width, height = height, width
    return width, height


@pytest.mark.parametrize("name", FILES)
def test_each_is_taken_upright_and_bare_or_refused_in_words(name):
    filled, facts = form(name), FACTS.get(name, {"error": "not a picture"})
    if "error" in facts:
        assert not filled.is_valid()
        assert list(filled.errors) == ["file"] and len(filled.errors["file"][0]) > 20
        return
    assert filled.is_valid(), filled.errors
    image = filled.save()
    if max(facts["size"]) <= 3200:
        assert (image.width, image.height) == size_upright(facts)
    with image.file.open() as file:
        stored = file.read()
    assert not [trace for trace in TRACES if trace in stored]
    with image.file.open() as file, Picture.open(file) as picture:
        picture.load()
        assert picture.mode in ("L", "RGB", "RGBA")
        assert getattr(picture, "n_frames", 1) == 1
        assert not picture.getexif()


@pytest.mark.skipif(not FILES, reason="the collection of pictures is not there")
@pytest.mark.parametrize("number", range(2, 9))
def test_every_orientation_shows_the_same_picture(number):
    def small(name: str) -> Picture.Image:
        filled = form(name)
        assert filled.is_valid()
        with filled.save().file.open() as file, Picture.open(file) as picture:
            return picture.convert("L").resize((12, 18))

    first, turned = small("orientation/Portrait_1.jpg"), small(f"orientation/Portrait_{number}.jpg")
    differences = [abs(a - b) for a, b in zip(first.tobytes(), turned.tobytes(), strict=True)]
    assert sum(differences) / len(differences) < 12
