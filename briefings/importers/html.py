"""From the HTML or Markdown of an old system to a body that passes the sanitiser without losing a word.

Markdown is CommonMark with tables. Both then go the same way: template machinery is marked (shortcodes.py), the
HTML is made well-formed, built again block by block (rebuilding.py), and sanitised like everything that is stored.
"""

from __future__ import annotations

import re
import unicodedata

import nh3
from markdown_it import MarkdownIt

from briefings import nesting
from briefings.importers.rebuilding import CONTAINERS, EMBEDS, Rebuilder
from briefings.importers.shortcodes import mark
from briefings.importers.texts import INVISIBLE, Body, Rejected
from briefings.sanitizing import ATTRIBUTES, SCHEMES, TAGS, CleanHTML, clean

_KEPT = TAGS | CONTAINERS | EMBEDS.keys() | {"h1", "h2", "h6"}
_READ = {
    **ATTRIBUTES,
    "img": {"src", "alt", "title", "width", "height", "data-src"},
    "iframe": {"src", "title"},
    "embed": {"src", "title"},
    "object": {"data", "title"},
    "video": {"src", "title"},
    "audio": {"src", "title"},
    "source": {"src"},
}
_HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s*(\w*)[^%\n]*%\}(.*?)\s*\{%-?\s*endhighlight\s*-?%\}", re.DOTALL)
_EDGE = re.compile(r"(<(?:p|li|h[345]|t[dh])>)\s+|\s+(</(?:p|li|h[345]|t[dh])>)")
_TAG_OR_TEXT = re.compile(r'<(?:[^"<>]|"[^"]*")*>|[^<]+')
_EMPTY = re.compile(r"<(p|h3|h4|h5)>\s*</\1>\n?")
_MARKDOWN = MarkdownIt("commonmark", {"maxNesting": 60}).enable(["table", "strikethrough"])


def prepare(body: Body, base: str = "") -> CleanHTML:
    """`body` as it is stored. Relative addresses become absolute against `base`, the page's old address.

    Raises Rejected for bodies nested so deeply that reading them would take minutes.
    """
    source = _HIGHLIGHT.sub(
        r"\n```\1\2\n```\n" if body.markup == "markdown" else r"<pre>\2</pre>", body.source
    )
    source, marks = mark(INVISIBLE.sub("", source))
    html = _MARKDOWN.render(source) if body.markup == "markdown" else source
    if nesting.is_too_deep(html):
        raise Rejected("body", f"more than {nesting.DEEPEST} elements within each other")
    regular = nh3.clean(
        html, tags=_KEPT, attributes=_READ, url_schemes=SCHEMES, link_rel=None, strip_comments=True
    )
    rebuilt = Rebuilder(marks, base).rebuild(regular)
    tidy = _EDGE.sub(r"\1\2", INVISIBLE.sub("", clean(rebuilt)))
    return CleanHTML(_composed(_EMPTY.sub("", tidy).strip()))


def _composed(html: str) -> str:
    """Sanitised `html` in NFC. Each tag and each text by itself: a stroke behind `>` would make `≯` of it."""
    if unicodedata.is_normalized("NFC", html):
        return html
    return _TAG_OR_TEXT.sub(lambda piece: unicodedata.normalize("NFC", piece[0]), html)
