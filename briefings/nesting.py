"""How deep HTML is nested. No writer goes deeper than a few dozen elements; parsers need quadratic time to follow.

An estimate from the tags alone, in linear time: texts that only a hostile hand writes can hide some depth from it, at
the price of a second or two. What is not too deep passes untouched.
"""

from __future__ import annotations

import re
from collections import Counter

DEEPEST = 400  # elements within each other
_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)|<(/?)([a-z][a-z0-9:-]*)((?:[^<>"']|"[^"]*"|'[^']*')*+)>?""",
    re.IGNORECASE | re.DOTALL,
)
# Void elements do not nest; of the others here the end tag is often left out, and the next one ends them.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr"
    " p li dt dd tr td th thead tbody tfoot option".split()
)


def is_too_deep(html: str) -> bool:
    """Whether more than about DEEPEST elements stand within each other. Linear in the length of `html`."""
    if html.count("<") <= DEEPEST:
        return False
    depth = _Depth()
    return any(depth.of(tag) > DEEPEST for tag in _TAG.finditer(html))


def flattened(html: str) -> str:
    """`html` without the tags of elements below DEEPEST; their text stays."""
    if not is_too_deep(html):
        return html
    depth = _Depth()
    return _TAG.sub(lambda tag: tag[0] if depth.of(tag) <= DEEPEST else "", html)


class _Depth:
    def __init__(self):
        self._open: Counter[str] = Counter()
        self._deep = 0

    def of(self, tag: re.Match) -> int:
        """How deep the element stands that `tag` begins or ends; 0 for comments and what does not nest."""
        name = (tag[2] or "").lower()
        if not name or name in _FLAT:
            return 0
        if not tag[1]:
            self._open[name] += 1
            self._deep += 1
            return self._deep
        if not self._open[name]:  # the end of nothing
            return 0
        self._open[name] -= 1
        self._deep -= 1
        return self._deep + 1
