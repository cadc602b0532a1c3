"""A text as a file has it, and why a record is not taken. Knows no models: converting.py reads it in a process of
its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Invisible and not allowed in XML (feeds); U+FDD0–FDEF are no characters and serve shortcodes.py as marks.
INVISIBLE = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


class Rejected(Exception):
    """Why a record is not taken: `field` is its name in the file, such as `credits[2].role`."""

    def __init__(self, field: str, message: str):
        self.field, self.message = field, message
        super().__init__(field, message)

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


@dataclass(frozen=True)
class Body:
    """`markup` is html or markdown."""

    markup: str
    source: str
