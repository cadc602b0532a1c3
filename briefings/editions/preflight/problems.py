from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`level` is “error”, which blocks sending, or “warning”, which can be waived; `link` leads to where it is mended."""

    level: str
    code: str
    message: str
    link: str = ""
