"""The picture that stands for a publication where it is shared: 1200 × 630, its title set large.

Titles are set in Noto Serif, everything else in Noto Sans, both cut down to Latin, Greek, Cyrillic and Hangul
(briefings/fonts/README.md). The sans has every modern Hangul syllable; a title with a syllable that the serif lacks
is set in the sans. Letters with marks that neither has (Noto CJK has few beyond Western European and Vietnamese)
lose the marks, and other signs are left out rather than shown as boxes.
"""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from PIL import Image, ImageDraw, ImageFont

from briefings.models import Kind, Publication

SIZE = (1200, 630)
PAPER, INK, QUIET, ACCENT, LINE = "#fbfaf7", "#14181a", "#565e62", "#1d4e63", "#d9d6cd"
_FONTS = Path(__file__).parent / "fonts"
SERIF, SANS = _FONTS / "NotoSerifKR-Bold-subset.otf", _FONTS / "NotoSansKR-Regular-subset.otf"
_MARGIN = 84
_WIDTH = SIZE[0] - 2 * _MARGIN
_TITLE = (168, 500)  # the title stands between these heights
_TITLE_SIZES = (76, 68, 60, 54, 48, 42)
_LEADING = 1.26
_STROKED = {
    "Ł": "L",
    "ł": "l",
    "Đ": "D",
    "đ": "d",
    "Ħ": "H",
    "ħ": "h",
    "ı": "i",
    "Ŧ": "T",
    "ŧ": "t",
}  # not taken apart by NFD
_ABSENT = "\uffff"  # a code point no font has: drawn as the box for missing signs


@dataclass(frozen=True)
class Card:
    """What a card says, from top to bottom."""

    site: str
    eyebrow: str
    title: str
    foot: str

    @classmethod
    def of(cls, publication: Publication, site) -> Card:
        """In the language of the piece: kind and series, title, date and byline."""
        says, language = publication.says, publication.language
        with override(language):
            kind = str(Kind(publication.kind).label)
            day = publication.published_at and timezone.localdate(publication.published_at)
            date = date_format(day, "DATE_FORMAT") if day else ""
        series = says.series.name_in(language) if says.series else ""
        return cls(
            site=site.name_in(language),
            eyebrow="  ·  ".join(filter(None, [series, kind])),
            title=publication.title,
            foot="  ·  ".join(filter(None, [date, publication.byline])),
        )


def png(card: Card) -> bytes:
    """The card as a PNG of a few ten thousand bytes."""
    picture = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, SIZE[0], 14), fill=ACCENT)
    _line(draw, (_MARGIN, 62), card.site, 30, INK)
    draw.line((_MARGIN, 118, SIZE[0] - _MARGIN, 118), fill=LINE, width=2)
    _line(draw, (_MARGIN, 138), card.eyebrow, 28, ACCENT)
    _title(draw, card.title)
    draw.line((_MARGIN, 534, SIZE[0] - _MARGIN, 534), fill=LINE, width=2)
    _line(draw, (_MARGIN, 552), card.foot, 28, QUIET)
    out = io.BytesIO()
    picture.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _title(draw: ImageDraw.ImageDraw, title: str) -> None:
    """As large as it fits, centred between eyebrow and foot."""
    text = unicodedata.normalize("NFC", " ".join(title.split()))
    path = SERIF if _shown(text, SERIF) == _shown(text, SANS) else SANS
    size, lines = fitted(_shown(text, path), path)
    height = size * _LEADING
    top = _TITLE[0] + 16 + (_TITLE[1] - _TITLE[0] - height * len(lines)) / 2
    for number, line in enumerate(lines):
        draw.text((_MARGIN, top + number * height), line, font=_font(path, size), fill=INK)


def fitted(text: str, path: Path = SERIF) -> tuple[int, list[str]]:
    """The largest size in which `text` fits, and its lines there; what is too long even for the smallest is cut."""
    for size in _TITLE_SIZES:
        font = _font(path, size)
        lines = _wrapped(text, font, _WIDTH)
        room = int((_TITLE[1] - _TITLE[0]) / (size * _LEADING))
        if len(lines) <= room:
            return size, lines
    lines = lines[:room]
    lines[-1] = _cut(lines[-1] + " …", font, _WIDTH)
    return size, lines


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Lines broken between words, and inside a word only where it is wider than a line."""
    lines = [""]
    for word in text.split():
        wanted = f"{lines[-1]} {word}" if lines[-1] else word
        if font.getlength(wanted) <= width:
            lines[-1] = wanted
            continue
        if lines[-1]:
            lines.append("")
        for sign in word:
            if lines[-1] and font.getlength(lines[-1] + sign) > width:
                lines.append("")
            lines[-1] += sign
    return lines


def _line(draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, colour: str) -> None:
    shown = _shown(unicodedata.normalize("NFC", " ".join(text.split(" "))), SANS)
    font = _font(SANS, size)
    draw.text(
        at,
        shown if font.getlength(shown) <= _WIDTH else _cut(f"{shown} …", font, _WIDTH),
        font=font,
        fill=colour,
    )


def _cut(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """`text`, which ends in an ellipsis, with as much taken off before it as is needed."""
    kept = text.rstrip(" …")
    while kept and font.getlength(f"{kept}…") > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _shown(text: str, path: Path) -> str:
    """`text` as the font can show it: “ź” becomes “z” where it has no ź, and what it has nothing for is left out."""
    return "".join(next((s for s in (sign, _plain(sign)) if _has(path, s)), "") for sign in text)


def _plain(sign: str) -> str:
    """The letter without its marks."""
    return _STROKED.get(sign) or unicodedata.normalize("NFD", sign)[0]


@lru_cache(maxsize=4096)
def _has(path: Path, sign: str) -> bool:
    if sign.isspace():
        return True
    font = _font(path, 20)
    return bytes(font.getmask(sign)) != bytes(font.getmask(_ABSENT))


@lru_cache(maxsize=32)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
