from __future__ import annotations

from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Problem:
    """`level` is “error”, which blocks sending, or “warning”, which can be waived; `link` leads to where it is mended."""

    level: str
    code: str
    message: str
    link: str = ""


def error(code: str, message: str, link: str = "") -> Problem:
    return Problem(ERROR, code, message, link)


def warning(code: str, message: str, link: str = "") -> Problem:
    return Problem(WARNING, code, message, link)
