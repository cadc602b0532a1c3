"""What becomes of an upload on its way through the picture form."""

from __future__ import annotations

import hashlib
import io
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from PIL import ImageCms
from PIL.PngImagePlugin import PngInfo

from briefings import images
from briefings.media_forms import ImageForm
from briefings.models import Image
from tests import factories

pytestmark = pytest.mark.django_db


def encoded(picture: Picture.Image, form: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def photo(mode: str = "RGB", size: tuple[int, int] = (90, 60)) -> Picture.Image:
    """Red on the left, blue on the right, with enough noise not to be taken for a drawing."""
    picture = Picture.merge("RGB", [Picture.effect_noise(size, 60)] * 3)
    picture.paste("red", (0, 0, size[0] // 3, size[1]))
    picture.paste("blue", (size[0] * 2 // 3, 0, size[0], size[1]))
    return picture.convert(mode)


def form(
    content: bytes, name: str = "harbour_at-dusk.jpg", instance: Image | None = None, **fields
) -> ImageForm:
    data = {"focal_x": 0.5, "focal_y": 0.5, **fields}
    return ImageForm(data, {"file": SimpleUploadedFile(name, content)}, instance=instance)


def stored(content: bytes, **fields) -> Image:
    filled = form(content, **fields)
    assert filled.is_valid(), filled.errors
    return filled.save()


def shown(image: Image) -> Picture.Image:
    with image.file.open() as file:
        picture = Picture.open(file)
        picture.load()
    return picture


def refused(content: bytes) -> str:
    filled = form(content)
    assert not filled.is_valid()
    assert list(filled.errors) == ["file"]
    return filled.errors["file"][0]


def test_a_picture_is_stored_with_its_measures_and_the_digest_of_the_upload():
    content = encoded(photo(), "JPEG")
    image = stored(content)
    assert (image.width, image.height) == (90, 60)
    assert image.digest == hashlib.sha256(content).hexdigest()
    assert image.title == "harbour at dusk"
    assert image.file.name.startswith("images/")
    assert "harbour" not in image.file.name


def test_orientation_is_applied_and_no_metadata_is_left():
    exif = Picture.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "<script>alert(1)</script>"
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 0.0)
    content = encoded(photo(), "JPEG", exif=exif, comment=b"<?php system('id') ?>")
    image = stored(content)
    picture = shown(image)
    assert (image.width, image.height) == (60, 90)
    assert picture.getpixel((30, 5))[0] > 200  # what was left is at the top now
    assert not picture.getexif()
    with image.file.open() as file:
        kept = file.read()
    assert b"script" not in kept
    assert b"php" not in kept


def test_text_chunks_of_a_png_vanish():
    note = PngInfo()
    note.add_text("Comment", '"><script>alert(1)</script>')
    image = stored(encoded(photo("RGBA"), "PNG", pnginfo=note))
    with image.file.open() as file:
        assert b"script" not in file.read()


@pytest.mark.parametrize("mode", ["CMYK", "L", "YCbCr", "RGB"])
def test_colour_spaces_become_srgb(mode):
    picture = shown(stored(encoded(photo(mode), "JPEG")))
    assert picture.mode in {"RGB", "L"}
    assert "icc_profile" not in picture.info


def test_an_embedded_profile_is_applied_before_it_is_dropped():
    odd = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert shown(stored(encoded(photo(), "JPEG", icc_profile=odd))).mode == "RGB"
    assert shown(stored(encoded(photo(), "JPEG", icc_profile=plain))).getpixel((5, 5))[0] > 240


@pytest.mark.parametrize(("kind", "extension"), [("PNG", "png"), ("WEBP", "png"), ("GIF", "png")])
def test_transparency_is_kept(kind, extension):
    picture = photo("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 30, 60))
    image = stored(encoded(picture, kind))
    assert image.file.name.endswith(extension)
    assert shown(image).getpixel((5, 5))[3] == 0


def test_sixteen_bits_keep_their_tones():
    deep = Picture.new("I;16", (64, 64), 32768)
    assert 126 <= shown(stored(encoded(deep, "TIFF"))).getpixel((3, 3)) <= 129


def test_of_an_animation_the_first_frame_is_kept():
    frames = [Picture.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    image = stored(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    picture = shown(image)
    assert getattr(picture, "n_frames", 1) == 1
    assert picture.convert("RGB").getpixel((3, 3)) == (255, 0, 0)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF"])
def test_the_accepted_kinds(kind):
    assert stored(encoded(photo(), kind)).width == 90


def test_a_large_photograph_is_kept_at_a_useful_size():
    assert max(shown(stored(encoded(Picture.new("L", (6000, 4000)), "JPEG"))).size) == images.LONGEST


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (SVG, "SVG"),
        (b"\n <!DOCTYPE html><html><script>alert(1)</script>", "web pages"),
        (b"%PDF-1.7 ...", "document"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC"),
        (b"just words", "not a picture"),
        (b"\x89PNG\r\n\x1a\n broken", "damaged"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_reason(content, says):
    assert says in refused(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_picture_is_refused(kind):
    content = encoded(photo(), kind)
    assert "damaged" in refused(content[: len(content) // 2])


@pytest.mark.parametrize("side", [7000, 12000, 30000])
def test_a_bomb_is_refused_before_it_is_decoded(side):
    header = b"IHDR" + side.to_bytes(4) * 2 + bytes([1, 0, 0, 0, 0])
    bomb = b"\x89PNG\r\n\x1a\n\0\0\0\r" + header + zlib.crc32(header).to_bytes(4) + b"\0\0\0\0IDAT"
    assert "megapixels" in refused(bomb)


def test_a_jpeg_of_endless_scans_is_refused():
    content = encoded(photo(), "JPEG", progressive=True)
    last = content.rindex(b"\xff\xda")
    assert "damaged" in refused(content[:-2] + content[last:-2] * 200 + content[-2:])


def test_too_large_and_empty_files_are_refused(monkeypatch):
    monkeypatch.setattr(images, "MOST_BYTES", 1024**2)
    assert "1 MB" in refused(b"\xff" * (1024**2 + 1))
    assert "empty" in refused(b"")


def test_the_same_upload_again_is_noticed_and_allowed():
    content = encoded(photo(), "JPEG")
    first = stored(content)
    again = form(content, title="Once more")
    assert again.is_valid()
    assert again.same_picture == first
    assert again.save().pk != first.pk


def test_other_fields_change_without_a_new_file():
    image = stored(encoded(photo(), "JPEG"))
    before = (image.file.name, image.digest, image.renditions)
    data = {"title": "Quay", "alt": "A quay", "focal_x": 0.5, "focal_y": 0.5}
    filled = ImageForm(data, instance=Image.objects.get(pk=image.pk))
    assert filled.is_valid(), filled.errors
    saved = filled.save()
    assert (saved.file.name, saved.digest, saved.renditions) == before
    assert saved.alt == "A quay"


def test_an_administrator_sees_the_reason_beside_the_field(client):
    client.force_login(factories.editor())
    answer = client.post(
        "/admin/briefings/image/add/",
        {"title": "Chart", "focal_x": 0.5, "focal_y": 0.5, "file": SimpleUploadedFile("chart.svg", SVG)},
    )
    assert "SVG" in answer.content.decode()
    assert not Image.objects.exists()
