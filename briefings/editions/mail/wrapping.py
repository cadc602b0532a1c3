"""Lines of plain text by their width on the screen, where a Chinese, Japanese or Korean letter takes two columns."""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width

COLUMNS = 72
_LONGEST = 240  # letters of one word; a line may have 998 bytes
_NOT_FIRST = "、。，．・：；？！」』）】〉》〕”’"  # never begin a line
_ADDRESS = re.compile(r"[^\s<>]*(?:://|@)[\x21-\x7e]+\Z")


def width(text: str) -> int:
    """Columns that `text` takes up (Unicode Standard Annex 11; ambiguous letters are narrow)."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(letter) else 2 if _is_wide(letter) else 1 for letter in text)


def wrapped(text: str, first: str = "", rest: str | None = None, columns: int = COLUMNS) -> list[str]:
    """The words of `text` in lines of at most so many columns, the first one behind `first`, the others behind `rest`
    (by default as many spaces). Addresses stay whole, and so do words unless they are longer than a line."""
    rest = " " * width(first) if rest is None else rest
    lines, line, empty = [], first, True
    for space, word in _words(text, columns - width(rest)):
        gap = "" if empty else space
        if not empty and width(line) + len(gap) + width(word) > columns:
            lines.append(line.rstrip())
            line, gap = rest, ""
        line, empty = f"{line}{gap}{word}", False
    return [*lines, line.rstrip()]


def cut(text: str, columns: int) -> str:
    """`text` in one line of at most so many columns, with “…” where something is left out."""
    line = " ".join(text.split())
    if width(line) <= columns:
        return line
    while width(line) >= columns:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _words(text: str, columns: int):
    """Each word with the space before it; a word longer than a line in pieces, which no space divides."""
    for word in text.split():
        space = " "
        for piece in [word] if width(word) <= columns or _ADDRESS.match(word) else _pieces(word, columns):
            yield space, piece
            space = ""


def _pieces(word: str, columns: int):
    """Between two letters that are written without spaces a line may end, but not before a closing sign."""
    piece = ""
    for letter in word:
        may_end = piece and (_is_wide(letter) or _is_wide(piece[-1]))
        if piece and ((may_end and width(piece) + width(letter) > columns) or len(piece) >= _LONGEST):
            end = len(piece) - (letter in _NOT_FIRST and len(piece) > 1)
            yield piece[:end]
            piece = piece[end:]
        piece += letter
    yield piece


def _is_wide(letter: str) -> bool:
    return east_asian_width(letter) in "WF"
