"""Sanitised HTML as a list of blocks: paragraphs, bullets, headings, rows of tables, each a list of words."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from briefings.diffing.words import Token, tokens
from briefings.sanitizing import clean

_PIECE = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>|([^<]+)")
_NOTE = re.compile(r'data-note="([^"]*)"')
_IMAGE = re.compile(r' data-image="([0-9]+)"(?: data-alt="([^"]*)")?')
_ALT = re.compile(r'alt="([^"]*)"')
_SOURCE = re.compile(r'src="[^"]*?([^"/]*)"')
_INLINE = {
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "q",
    "s",
    "small",
    "strong",
    "sub",
    "sup",
    "u",
}
_CELLS = {"td", "th"}
BREAK, CELL = "\n", "|"


class Block(NamedTuple):
    """`kind` is the tag that matters for its look (`p`, `li`, `h3`, `tr`…), `depth` how deep its list is nested."""

    kind: str
    depth: int
    words: tuple[Token, ...]

    @property
    def key(self) -> tuple:
        return self.kind, self.depth, tuple(token.key for token in self.words)

    @property
    def text(self) -> str:
        return "".join(token.text + token.space for token in self.words)


def read(html: str) -> list[Block]:
    """The blocks of `html`, which passes the sanitiser first. A footnote stands in brackets behind its mark."""
    reader = _Reader()
    for closing, tag, attributes, text in _PIECE.findall(clean(html)):
        if text:
            reader.text(unescape(text))
        elif closing:
            reader.close(tag)
        else:
            reader.open(tag, attributes)
    reader.flush()
    return reader.blocks


def of_text(text: str) -> list[Block]:
    """A block for each line of plain text."""
    return [Block("p", 0, tuple(tokens(line.strip()))) for line in text.splitlines() if line.strip()]


class _Reader:
    def __init__(self):
        self.blocks: list[Block] = []
        self._outer: list[str] = []
        self._marks: list[tuple[str, str]] = []
        self._words: list[Token] = []

    def text(self, text: str) -> None:
        flat = re.sub(r"\s+", " ", text)
        if not flat.strip() and not self._words:
            return
        self._words += tokens(flat, tuple(tag for _name, tag in self._marks))

    def open(self, tag: str, attributes: str) -> None:
        if tag in _INLINE:
            self._marks.append((tag, f"<{tag}{attributes}>"))
        elif tag == "br":
            self._words.append(Token(BREAK))
        elif tag == "img":
            shown = (_ALT.search(attributes), _SOURCE.search(attributes))
            self._words.append(Token(f"[{' · '.join(unescape(found[1]) for found in shown if found)}]", " "))
        elif tag in _CELLS:
            if self._words:
                self._words.append(Token(CELL, " "))
        else:
            self.flush()
            self._outer.append(tag)
            if image := _IMAGE.search(attributes):
                self._words.append(
                    Token(f"[{' · '.join(unescape(found) for found in image.groups() if found)}]")
                )
                self.flush()
            if tag == "hr":
                self._words.append(Token("—"))
                self.flush()
                self._outer.pop()

    def close(self, tag: str) -> None:
        if tag in _INLINE:
            for index in range(len(self._marks) - 1, -1, -1):
                if self._marks[index][0] == tag:
                    self._say_note(self._marks.pop(index)[1])
                    break
        elif tag not in _CELLS:
            self.flush()
            if tag in self._outer:
                del self._outer[len(self._outer) - 1 - self._outer[::-1].index(tag) :]

    def flush(self) -> None:
        words = list(self._words)
        while words and words[0].text in ("", BREAK):
            words.pop(0)
        while words and words[-1].text in ("", BREAK):
            words.pop()
        self._words = []
        if words:
            words[-1] = words[-1]._replace(space="")
            kinds = [
                tag
                for tag in self._outer
                if tag in ("li", "blockquote", "tr", "pre", "h3", "h4", "h5", "dt", "dd")
            ]
            depth = sum(tag in ("ul", "ol") for tag in self._outer)
            self.blocks.append(Block(kinds[-1] if kinds else "p", depth, tuple(words)))

    def _say_note(self, opened: str) -> None:
        note = _NOTE.search(opened)
        if note:
            self._words += tokens(f"[{unescape(note[1])}]")
