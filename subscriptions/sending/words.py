"""What a mailing says in one language, before it is frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`html` and `text` hold the marks of `sending.marks`."""

    subject: str
    html: str
    text: str
