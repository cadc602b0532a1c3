"""Blocks: paragraphs, headings, lists, quotations, code, tables."""

from __future__ import annotations

import re
from collections.abc import Callable

from briefings.markdown import escaping
from briefings.markdown.inlines import Inlines
from briefings.markdown.tree import Element, parse

_HEADINGS = {"h3": "###", "h4": "####", "h5": "#####"}
_TRANSPARENT = frozenset({"figure", "li", "dd", "tbody", "thead", "tfoot", "tr", "td", "th"})
_PARAGRAPHS = frozenset({"p", "figcaption", "caption"})


def to_markdown(html: str, notes: list[str] | None = None) -> str:
    """`html` as CommonMark, without a newline at the end. Texts of footnotes are appended to `notes`.

    Takes any text, however broken; never raises.
    """
    writer = _Writer(Inlines(notes if notes is not None else []))
    return "\n\n".join(writer.blocks(parse(html).children))


class _Writer:
    def __init__(self, inlines: Inlines):
        self._inlines = inlines

    def blocks(self, children: list[Element | str]) -> list[str]:
        """Each block as its lines. Loose inline content between blocks becomes a paragraph."""
        found: list[str] = []
        run: list[Element | str] = []
        for child in [*children, None]:
            if child is not None and not _is_block(child):
                run.append(child)
                continue
            found += self._paragraph(run)
            run = []
            if child is not None:
                found += self._block(child, found)
        return found

    def _block(self, element: Element, before: list[str]) -> list[str]:
        if element.tag in ("ul", "ol"):
            return self._list(element, before)
        return _WRITERS[element.tag](self, element)

    def _paragraph(self, run: list[Element | str]) -> list[str]:
        lines = [part.strip(" ") for part in self._inlines.render(run).split("\n")]
        lines = [escaping.line(part) for part in lines if part]
        return ["\\\n".join(lines)] if lines else []

    def _inner(self, element: Element) -> list[str]:
        return self.blocks(element.children)

    def _one_line(self, element: Element) -> str:
        return " ".join(self._flat(element.children).split("\n")).strip(" ")

    def _flat(self, children: list[Element | str]) -> str:
        """Inline rendering of whatever is inside, a blank between blocks."""
        pieces: list[Element | str] = []
        for child in children:
            if isinstance(child, str) or not _is_block(child):
                pieces.append(child)
            elif child.tag == "pre":
                pieces += [" ", Element("code", {}, [child.text]), " "]
            else:
                pieces += [" ", Element("span", {}, _without_blocks(child.children)), " "]
        return self._inlines.render(pieces)

    def _heading(self, element: Element) -> list[str]:
        text = self._one_line(element)
        text = re.sub(r"#(?=#*$)", r"\#", text) if text.endswith("#") else text
        return [f"{_HEADINGS[element.tag]} {text}"] if text else []

    def _term(self, element: Element) -> list[str]:
        return self._paragraph([Element("strong", {}, element.children)])

    def _quotation(self, element: Element) -> list[str]:
        inner = self.blocks(element.children)
        return (
            ["\n".join(f"> {line}".rstrip(" ") for line in "\n\n".join(inner).split("\n"))] if inner else []
        )

    def _code(self, element: Element) -> list[str]:
        text = element.text.strip("\n").replace("\r", "")
        ticks = escaping.fence(text, 3)
        return [f"{ticks}\n{text}\n{ticks}"] if text.strip() else []

    def _rule(self, element: Element) -> list[str]:
        return ["---"]

    def _list(self, element: Element, before: list[str]) -> list[str]:
        """A list right after another takes the other mark, or they would be one."""
        first = _start_of(element)
        second = bool(before) and before[-1].startswith(("1." if element.tag == "ol" else "-", f"{first}."))
        items, tight = [], True
        for child in element.children:
            inner = self._item(child)
            if not inner:
                continue
            number = f"{first + len(items)}{')' if second else '.'}"
            mark = number if element.tag == "ol" else ("*" if second else "-")
            tight = tight and _is_tight(inner)
            items.append((mark, inner))
        gap = "\n" if tight else "\n\n"
        return [gap.join(_indented(mark, gap.join(inner)) for mark, inner in items)] if items else []

    def _item(self, child: Element | str) -> list[str]:
        return self.blocks(child.children if isinstance(child, Element) and child.tag == "li" else [child])

    def _table(self, element: Element) -> list[str]:
        captions = [
            child for child in element.children if isinstance(child, Element) and child.tag == "caption"
        ]
        rows = [self._cells(row) for row in _rows(element)]
        rows = [row for row in rows if row]
        above = [
            block for caption in captions for block in self._paragraph(_without_blocks(caption.children))
        ]
        if not rows:
            return above
        width = max(len(row) for row in rows)
        lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
        lines.insert(1, f"|{' --- |' * width}")
        return [*above, "\n".join(lines)]

    def _cells(self, row: Element) -> list[str]:
        cells = []
        for cell in row.children:
            if isinstance(cell, str) and not cell.strip():
                continue
            text = self._one_line(cell if isinstance(cell, Element) else Element("td", {}, [cell]))
            cells.append(re.sub(r"(?<!\\)\|", r"\|", text))
            span = cell.attributes.get("colspan", "1") if isinstance(cell, Element) else "1"
            cells += [""] * (min(int(span), 50) - 1 if span.isascii() and span.isdigit() else 0)
        return cells


_WRITERS: dict[str, Callable[[_Writer, Element], list[str]]] = {
    **dict.fromkeys(_HEADINGS, _Writer._heading),
    **dict.fromkeys(_TRANSPARENT, _Writer._inner),
    **dict.fromkeys(_PARAGRAPHS, _Writer._inner),
    "blockquote": _Writer._quotation,
    "dl": _Writer._inner,
    "dt": _Writer._term,
    "hr": _Writer._rule,
    "pre": _Writer._code,
    "table": _Writer._table,
}
_BLOCKS = frozenset({*_WRITERS, "ul", "ol"})


def _is_block(child: Element | str) -> bool:
    """Also an inline element that holds a block: `<a><p>…</p></a>` is opened up rather than lost."""
    return isinstance(child, Element) and child.tag in _BLOCKS


def _without_blocks(children: list[Element | str]) -> list[Element | str]:
    """`children` with blocks replaced by what they hold, blanks between."""
    flat: list[Element | str] = []
    for child in children:
        if isinstance(child, str) or not _is_block(child):
            flat.append(child)
        else:
            flat += [" ", *_without_blocks(child.children), " "]
    return flat


def _rows(table: Element) -> list[Element]:
    rows = []
    for child in table.children:
        if isinstance(child, Element) and child.tag in ("thead", "tbody", "tfoot"):
            rows += _rows(child)
        elif isinstance(child, Element) and child.tag == "tr":
            rows.append(child)
    return rows


def _start_of(element: Element) -> int:
    start = element.attributes.get("start", "1")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 8 else 1


def _is_tight(inner: list[str]) -> bool:
    """One line of text, or text with a bulleted list right under it."""
    return len(inner) == 1 or (len(inner) == 2 and inner[1].startswith(("- ", "1. ")))


def _indented(mark: str, text: str) -> str:
    first, *rest = text.split("\n")
    blank = " " * (len(mark) + 1)
    return "\n".join([f"{mark} {first}", *(f"{blank}{line}" if line else "" for line in rest)])
