"""Letters brought to one form, and the scripts that need their own treatment."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = "'’ʼʻ‘`´′ʹ"
HYPHENS = r"\-‐‑‒–"  # as a regular expression's character class wants them

HANGUL = "\uac00-\ud7a3"
# Written without spaces between words: Chinese characters, Japanese syllables.
UNSPACED = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
IDEOGRAPHIC = re.compile(f"[{HANGUL}{UNSPACED}]")
RUNS = re.compile(f"(?P<hangul>[{HANGUL}]+)|(?P<unspaced>[{UNSPACED}]+)|(?P<other>[^{HANGUL}{UNSPACED}]+)")

_DOTTED = "i\u0307"  # what İ folds to; the dot would end the word
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e]")


def fold(text: str) -> str:
    """`text` in compatibility form and small letters, without soft hyphens and other invisible characters. An acute accent
    by itself, typed for an apostrophe, would become a space."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text).replace("´", "'")).casefold()
    return folded.replace(_DOTTED, "i")


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """A folded word without accents: `pyŏngyang` becomes `pyongyang`; Hangul and other scripts stay."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFKD", word.translate(_SPECIAL))
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare)


# Letters that no decomposition takes apart.
_SPECIAL = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
