"""Inline HTML to Markdown: emphasis, links, code, footnotes. A hard break is a newline until a block is laid out."""

from __future__ import annotations

from collections.abc import Callable

from briefings.markdown.escaping import address, escaped, fence
from briefings.markdown.tree import Element, collapsed

_KEPT_AS_HTML = frozenset({"sub", "sup", "del"})
_MARKS = {"strong": "**", "em": "*"}
_SAME_AS = {"b": "strong", "i": "em", "cite": "em", "s": "del"}


class Inlines:
    """Renders runs of inline content; footnotes found on the way go to `notes`."""

    def __init__(self, notes: list[str]):
        self._notes = notes
        self._in_link = False

    def render(self, children: list[Element | str]) -> str:
        out = ""
        for child in children:
            out = _joined(
                out, escaped(collapsed(child)) if isinstance(child, str) else self._element(child, out)
            )
        return out

    def _element(self, element: Element, before: str) -> str:
        tag = _SAME_AS.get(element.tag, element.tag)
        if "data-note" in element.attributes:
            return self._note(element)
        if tag in _MARKS:
            return self._marked(element, tag, before)
        writer = _WRITERS.get(tag)
        if writer:
            return writer(self, element)
        inner = self.render(element.children)
        return _wrapped(inner, f"<{tag}>", f"</{tag}>") if tag in _KEPT_AS_HTML else inner

    def _marked(self, element: Element, tag: str, before: str) -> str:
        """`**text**`; as HTML where CommonMark's flanking rules would show the asterisks (“**(주)**는”)."""
        inner = self.render(element.children)
        core = inner.strip(" \n")
        plain = core[:1].isalnum() and core[-1:].isalnum() and "\n" not in core
        touching = before.endswith("*") and not inner.startswith(" ")
        if plain and not touching:
            return _wrapped(inner, _MARKS[tag], _MARKS[tag])
        return _wrapped(inner, f"<{tag}>", f"</{tag}>")

    def _link(self, element: Element) -> str:
        href = element.attributes.get("href", "").strip()
        if not href or self._in_link:
            return self.render(element.children)
        self._in_link = True
        inner = self.render(element.children)
        self._in_link = False
        return _wrapped(inner, "[", f"]({address(href)})")

    def _image(self, element: Element) -> str:
        alt, source = element.attributes.get("alt", ""), element.attributes.get("src", "")
        return f"![{escaped(collapsed(alt))}]({address(source)})"

    def _code(self, element: Element) -> str:
        text = collapsed(element.text)
        if not text.strip(" "):
            return text
        if "\\|" in text:  # a table reads it as an escaped bar, inside code too
            return escaped(text)
        ticks = fence(text, 1)
        pad = " " if text[0] in "` " or text[-1] in "` " else ""
        return f"{ticks}{pad}{text}{pad}{ticks}"

    def _quotation(self, element: Element) -> str:
        return f"“{self.render(element.children)}”"

    def _note(self, element: Element) -> str:
        self._notes.append(collapsed(element.attributes["data-note"]).strip(" "))
        return f"[^{len(self._notes)}]"


_WRITERS: dict[str, Callable[[Inlines, Element], str]] = {
    "a": Inlines._link,
    "img": Inlines._image,
    "code": Inlines._code,
    "q": Inlines._quotation,
    "br": lambda _inlines, _element: "\n",
}


def _joined(out: str, piece: str) -> str:
    """Two blanks that meet are one, as in HTML; two runs of backticks or asterisks must not become one."""
    if out.endswith((" ", "\n")) and piece.startswith(" "):
        return out + piece[1:]
    if (out.endswith("`") and piece.startswith("`")) or (out.endswith("!") and piece.startswith("[")):
        return f"{out}<!-- -->{piece}" if piece[0] == "`" else f"{out[:-1]}\\!{piece}"
    return out + piece


def _wrapped(inner: str, start: str, end: str) -> str:
    """Marks round the text itself: blanks at its ends go outside."""
    core = inner.strip(" \n")
    if not core:
        return inner
    first = inner.index(core)
    return f"{inner[:first]}{start}{core}{end}{inner[first + len(core) :]}"
