"""Slugs: readable, never empty, stable. Hangul and other scripts are kept as they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 80  # characters; a path of 80 Hangul syllables is 720 bytes once percent-encoded
_APOSTROPHES = re.compile(r"['’ʼ`]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_ONLY_A_MONTH = re.compile(r"\d{1,2}\Z")
_WELL_FORMED = re.compile(r"[\w]+(?:-[\w]+)*\Z")


def slugify(title: str, otherwise: str = "untitled") -> str:
    """Lower-case words of `title` joined by hyphens, cut at a word near 80 characters.

    Combining marks stay composed (NFC), so a slug typed on any keyboard is the same text. One- and two-digit
    results are prefixed, since `/publications/2024/12/` is a month. `otherwise` serves titles without letters.
    """
    text = unicodedata.normalize("NFKC", title).casefold()
    text = unicodedata.normalize("NFC", _APOSTROPHES.sub("", text))
    slug = _BETWEEN_WORDS.sub("-", text).strip("-")
    if len(slug) > LONGEST:
        slug = slug[: LONGEST + 1].rpartition("-")[0][:LONGEST] or slug[:LONGEST]
    if not slug or _ONLY_A_MONTH.match(slug):
        slug = f"{otherwise}-{slug}".strip("-")
    return slug


def validate(slug: str) -> None:
    """Refuse what could not stand in an address; raises ValidationError."""
    if not _WELL_FORMED.match(slug) or _ONLY_A_MONTH.match(slug):
        raise ValidationError(
            _("Use words joined by hyphens, for example “trade-outlook-2026”."), code="slug"
        )


def distinct(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, or `wanted-2`, `wanted-3`… whichever is the first not in `taken`."""
    taken = set(taken)
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def free(manager, name: str, reserved: Iterable[str] = (), besides: int | None = None) -> str:
    """A slug for `name` that no other row of `manager` has and that is not reserved."""
    wanted = slugify(name)
    others = manager.filter(slug__startswith=wanted).exclude(pk=besides)
    return distinct(wanted, {*others.values_list("slug", flat=True), *reserved})
