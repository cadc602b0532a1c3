from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`where` is a field's name or `part:<key>`, `message` is for the writer. `about` says what exactly was seen, in no
    language: a waiver holds as long as it stays the same. Where one word only has to stand for another, `written` is what
    stands there and `preferred` what should."""

    where: str
    message: str
    about: str
    written: str = ""
    preferred: str = ""
