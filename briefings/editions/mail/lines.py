"""Line breaks where they change nothing: a line of a mail may have 998 bytes (RFC 5321 §4.5.3.1.6)."""

from __future__ import annotations

import re

LONGEST = 900  # bytes that a line may have when the next piece begins
_PIECE = re.compile(r'<!--.*?-->|<[^>"]*(?:"[^"]*"[^>"]*)*>|[^<\s]+|\s+|<', re.DOTALL)
_PREFORMATTED = re.compile(r"<(/?)pre\b")
_MOST_LETTERS = 80  # each of up to four bytes, or written as an entity


def broken(html: str) -> str:
    """`html` with line breaks wherever a line would become too long. An address longer than that stays whole."""
    made, length, kept = [], 0, False
    for piece in _short(html):
        size = len(piece.encode())
        if length + size > LONGEST:
            if piece.isspace() and not kept:
                piece = "\n"
            elif piece.startswith("<") and not piece.startswith("<!"):
                piece = re.sub(r"^<(/?[\w:-]+)", r"<\1" + "\n", piece, count=1)
            else:
                piece = f"<!--\n-->{piece}"
        made.append(piece)
        _before, newline, after = piece.rpartition("\n")
        length = len(after.encode()) if newline else length + size
        if tag := _PREFORMATTED.match(piece):
            kept = not tag[1]
    return "".join(made)


def _short(html: str):
    """Tags, words and spaces one by one; words of very many letters, as Chinese and Japanese have them, in pieces."""
    for found in _PIECE.finditer(html):
        piece = found[0]
        if piece.startswith("<") or len(piece) <= _MOST_LETTERS:
            yield piece
        else:
            yield from re.findall(rf"(?:&[#\w]+;|.){{1,{_MOST_LETTERS}}}", piece, re.DOTALL)
