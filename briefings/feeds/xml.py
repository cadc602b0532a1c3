"""XML as feeds and sitemaps need it: escaped, without the characters that XML 1.0 forbids."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """`text` without what no XML document may hold, not even escaped (XML 1.0 §2.2)."""
    return _FORBIDDEN.sub("", text)


def add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """A child of `parent`. A prefix in `tag` is declared on the root by an `xmlns:` attribute."""
    child = SubElement(
        parent, tag, {name.replace("__", ":"): clean(value) for name, value in attributes.items()}
    )
    child.text = clean(text) if text is not None else None
    return child


def document(root: Element) -> str:
    """The whole document, a line for each element."""
    indent(root, space=" ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"
