"""HTML as a tree of elements and texts, as small as the sanitiser's allow-list permits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from briefings.sanitizing import clean

VOID = frozenset({"br", "hr", "img"})
DEEPEST = 50  # what is nested deeper keeps its text and loses its structure
_SPACES = re.compile(r"[ \t\n\r\f]+")


@dataclass
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, white space as it was."""
        return "".join(child if isinstance(child, str) else child.text_or_break for child in self.children)

    @property
    def text_or_break(self) -> str:
        return "\n" if self.tag == "br" else self.text


def parse(html: str) -> Element:
    """The tree of `html`, which passes the sanitiser first; never raises."""
    builder = _Builder()
    builder.feed(clean(html))
    builder.close()
    return builder.root


def collapsed(text: str) -> str:
    """White space as HTML shows it. No-break spaces are kept."""
    return _SPACES.sub(" ", text)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        if len(self._open) > DEEPEST and tag not in VOID:
            return
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
