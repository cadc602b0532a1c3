"""How deep HTML is nested. No writer goes deeper than a few dozen elements; parsers need quadratic time to follow."""

from __future__ import annotations

import re

DEEPEST = 400  # elements within each other
# Start and end tags of what nests: void elements do not, and `<p>`, `<li>` and cells are often left open.
_NESTING = re.compile(
    r"<(/?)(?!(?:p|li|dt|dd|t[drh]|option|img|br|hr|input|meta|link|source)\b)[a-z][^<>]*>?", re.IGNORECASE
)


def is_too_deep(html: str) -> bool:
    """Whether more than DEEPEST elements stand within each other. Linear in the length of `html`."""
    if html.count("<") <= DEEPEST:
        return False
    depth = 0
    for tag in _NESTING.finditer(html):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST:
            return True
    return False


def flattened(html: str) -> str:
    """`html` without the tags of elements below DEEPEST; their text stays."""
    depth = 0

    def kept(tag: re.Match) -> str:
        nonlocal depth
        if tag[1]:
            depth, here = max(0, depth - 1), depth
        else:
            depth = here = depth + 1
        return tag[0] if here <= DEEPEST else ""

    return _NESTING.sub(kept, html) if is_too_deep(html) else html
