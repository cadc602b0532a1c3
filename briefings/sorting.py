"""Names in the order in which a reader looks for them: case and accents do not matter, 가 goes before 나.

A key of our own, since PostgreSQL has ICU's collations only where it was built with ICU (the embedded one is not) and
those of the C library differ from system to system. Hangul syllables are in dictionary order by themselves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from django.db import models
from django.utils.translation import get_language

LONGEST = 200
_ACCENTS = re.compile("[\u0300-\u036f]")
_NOT_READ = re.compile(r"[^\w\s]+")
_SPELT = str.maketrans(
    {"æ": "ae", "ð": "d", "ø": "o", "þ": "th", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "œ": "oe"}
)
_SYLLABLES = range(0xAC00, 0xD7A4)
_TO_INITIAL = 588  # syllables that begin with the same consonant
_INITIALS = "가가나다다라마바바사사아자자차카타파하"  # doubled consonants stand with the plain ones


def sort_key(name: str) -> str:
    """What `name` is compared by, code point by code point."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", name.casefold())).translate(_SPELT)
    read = " ".join(_NOT_READ.sub("", unicodedata.normalize("NFC", plain)).split())
    return (read or name)[:LONGEST]


def initial(name: str) -> str:
    """The letter under which `name` is found: A–Z, 가–하, that of another alphabet, or # for everything else."""
    first = sort_key(name)[:1]
    if first and ord(first) in _SYLLABLES:
        return _INITIALS[(ord(first) - _SYLLABLES.start) // _TO_INITIAL]
    return first.upper() if first.upper() != first else "#"


def reading_order() -> Callable[[str], tuple]:
    """A key for `sorted` in the active language: a Korean list begins with what is written in Hangul."""
    hangul_first = (get_language() or "").startswith("ko")

    def key(name: str) -> tuple:
        compared = sort_key(name)
        return (hangul_first and ord(compared[:1] or " ") not in _SYLLABLES, compared, name)

    return key


class SortKeyField(models.CharField):
    """The sort key of the row's `name`, written whenever the row is. Compared by code point in every database."""

    def __init__(self, **options):
        super().__init__(**{"max_length": LONGEST, "db_collation": "C", "editable": False, **options})

    def pre_save(self, model_instance, add):
        key = sort_key(model_instance.name)
        setattr(model_instance, self.attname, key)
        return key
