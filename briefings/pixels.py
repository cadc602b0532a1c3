"""What is done to the pixels of a picture: turned upright, brought to eight bits and sRGB, made smaller,
encoded.

Pure functions over Pillow's images, shared by uploads (`images`) and sizes (`renditions`). They know
nothing of storage or the database, so they may run in threads: Pillow lets go of the interpreter while it
works.
"""

from __future__ import annotations

import io

from PIL import Image, ImageCms

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112  # the EXIF tag
_PLAIN = {"L", "RGB", "RGBA"}
_BEFORE_PROFILES = {*_PLAIN, "CMYK", "YCbCr", "LAB"}
_PROFILED = {"RGB ": "RGB", "CMYK": "CMYK", "GRAY": "L"}
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def upright(picture: Image.Image) -> Image.Image:
    """A loaded picture, turned as its EXIF orientation says. A broken EXIF block does no harm."""
    try:
        turn = _TURNS.get(picture.getexif().get(_ORIENTATION))
    except Exception:  # written by any program whatever: parsing it can raise nearly anything
        turn = None
    return picture if turn is None else picture.transpose(turn)


def eight_bits(picture: Image.Image) -> Image.Image:
    """Palettes, bitmaps, 16 bits and floats become L, RGB or RGBA; colour spaces wait for `in_srgb`."""
    if picture.mode.startswith(("I", "F")):
        return _levels(picture)
    if "transparency" in picture.info or picture.mode in {"LA", "La", "PA", "RGBa"}:
        return picture.convert("RGBA")
    if picture.mode == "1":
        return picture.convert("L")
    return picture if picture.mode in _BEFORE_PROFILES else picture.convert("RGB")


def _levels(picture: Image.Image) -> Image.Image:
    """One channel of any depth as 256 levels: 16 bits by their range, others by the values that occur."""
    deep = picture.convert("F")
    low, high = deep.getextrema()
    if picture.mode.startswith("I;16") or (picture.mode == "I" and low >= 0 and 255 < high <= 65535):
        low, high = 0, 65535
    elif picture.mode == "I" and low >= 0 and high <= 255:
        low, high = 0, 255
    scale = 255 / ((high - low) or 1)
    return deep.point(lambda level: level * scale + (-low * scale)).convert("L")


def in_srgb(picture: Image.Image) -> Image.Image:
    """L, RGB or RGBA in sRGB, by the embedded profile where there is a readable one. Opaque alpha is
    dropped."""
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    if alpha and alpha.getextrema()[0] == 255:
        alpha = None
    shown = picture.convert("RGB") if picture.mode == "RGBA" else picture
    shown = _by_profile(shown, picture.info.get("icc_profile"))
    if shown.mode not in _PLAIN:
        shown = shown.convert("RGB")
    if alpha:
        shown = shown.convert("RGB")
        shown.putalpha(alpha)
    return shown


def _by_profile(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if _PROFILED.get(source.profile.xcolor_space) != picture.mode:
            return picture
        output = "L" if picture.mode == "L" else "RGB"
        return ImageCms.profileToProfile(picture, source, _SRGB, outputMode=output) or picture
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture


def shrunk(picture: Image.Image, longest: int) -> Image.Image:
    """`picture` with neither side longer than `longest` pixels, in proportion; itself when it fits."""
    share = longest / max(picture.size)
    if share >= 1:
        return picture
    size = tuple(max(1, round(side * share)) for side in picture.size)
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def on_white(picture: Image.Image) -> Image.Image:
    """`picture` with white behind what is transparent."""
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def is_drawn(picture: Image.Image) -> bool:
    """Whether it has so few colours (a chart, a map, a logo) that JPEG would blur it and PNG is no larger."""
    return picture.mode in _PLAIN and picture.getcolors(4096) is not None


def encoded(picture: Image.Image, form: str, quality: int) -> bytes:
    """The bytes of an L, RGB or RGBA picture as JPEG (on white), PNG or WEBP, with no metadata at all."""
    bare = on_white(picture).copy() if form == "JPEG" else picture.copy()
    bare.info.clear()  # Pillow would write the comments, profiles and resolutions it keeps here
    options = {
        "JPEG": {"quality": quality, "progressive": True, "optimize": True},
        "WEBP": {"quality": quality, "method": 2},
        "PNG": {},
    }
    out = io.BytesIO()
    bare.save(out, form, **options[form])
    return out.getvalue()
