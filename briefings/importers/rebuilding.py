"""Build a body again out of regular HTML: paragraphs instead of containers, links instead of foreign pictures.

Takes what nh3 wrote, in which every `<` begins a tag and every attribute stands in double quotes. Inline elements
are opened only when text follows and are closed before a block begins, so containers may vanish anywhere without
running words together or leaving empty elements behind. Lists and headings are put right by blocks.py.
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import unquote, urljoin, urlsplit

from briefings.importers.blocks import BLOCKS, Blocks
from briefings.importers.shortcodes import Marks

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s="<>]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([^\s="<>]+)="([^"]*)"')
CONTAINERS = frozenset(
    "div section article header footer main aside nav address center hgroup details summary dialog form fieldset "
    "legend label button select option textarea noscript".split()
)
EMBEDS = {"iframe": "src", "embed": "src", "object": "data", "video": "src", "audio": "src", "source": "src"}
_OWN_PICTURE = re.compile(r"/media/[^\s\\]+\Z")
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Rebuilder:
    """One use: `Rebuilder(marks, base).rebuild(html)`."""

    def __init__(self, marks: Marks, base: str = ""):
        self.marks = marks
        self.base = base if base.startswith(("http://", "https://")) else ""
        self.out: list[str] = []
        self.blocks = Blocks(self.out)
        self.implicit = False  # a paragraph is open that the source has not
        self.inline: list[tuple[str, str]] = []  # inline elements (name, opening tag) that are in force …
        self.opened = 0  # … and how many of them are written
        self.code = 0
        self.said = False  # there is text since the last block began or line broke
        self.break_due = False
        self.after_link: list[str] = []

    def rebuild(self, html: str) -> str:
        """The body; its headings begin at h3 and go on without a gap."""
        position = 0
        for tag in _TAG.finditer(html):
            if tag.start() > position:
                self._text(html[position : tag.start()])
            position = tag.end()
            if tag[1]:
                self._end(tag[2])
            else:
                self._start(tag[2], self.marks.in_attributes(tag[3]))
        self._text(html[position:])
        self._close_paragraph()
        self.blocks.end_all()
        return "".join(self.out)

    # --- tags ---------------------------------------------------------------------------------------------------
    def _start(self, name: str, attributes: str) -> None:
        if name in BLOCKS:
            self._close_paragraph()
            self.break_due = self.said = False
            self.blocks.begin(name, attributes)
            self.code += name == "pre"
        elif name in CONTAINERS:
            self._boundary()
        elif name == "hr":
            self._close_paragraph()
            self.blocks.make_room(name)
            self.out.append("<hr>")
        elif name == "br":
            self._open()
            self.out.append("<br>")
            self.said = False
        elif name == "img":
            self._img(_read(attributes))
        elif name in EMBEDS:
            given = _read(attributes)
            if given.get(EMBEDS[name]):
                self._link(given[EMBEDS[name]], given.get("title", ""))
        else:
            self.code += name == "code"
            self.inline.append((name, self._a(attributes) if name == "a" else f"<{name}{attributes}>"))

    def _end(self, name: str) -> None:
        if name in BLOCKS:
            self._close_paragraph()
            self.break_due = self.said = False
            self.blocks.end()
            self.code -= name == "pre"
        elif name in CONTAINERS:
            self._boundary()
        elif name not in EMBEDS and self.inline:
            self.code -= name == "code"
            name, tag = self.inline.pop()
            if self.opened > len(self.inline):
                self.opened -= 1
                self.out.append(f"</{name}>" if tag else "")
            if name == "a" and self.after_link:
                links, self.after_link = self.after_link, []
                for address in links:
                    self._anchor(address, _file_name(address))

    def _a(self, attributes: str) -> str:
        """The opening tag of a link; nothing for those that lead nowhere (the text stays)."""
        given = _read(attributes)
        href = given.pop("href", "")
        if not href or href.startswith("#"):
            return ""
        rest = "".join(f' {key}="{escape(value)}"' for key, value in given.items())
        return f'<a href="{escape(self._absolute(href))}"{rest}>'

    # --- text ---------------------------------------------------------------------------------------------------
    def _text(self, text: str) -> None:
        if self.code:
            self._inline(escape(self.marks.in_code(unescape(text)), quote=False))
            return
        if "\ufdd0" not in text:
            self._inline(text)
            return
        for piece in self.marks.split(text):
            if isinstance(piece, str):
                self._inline(piece)
            else:
                self._shown(piece)

    def _shown(self, number: int) -> None:
        for n, shown in enumerate(self.marks.shown[number]):
            if n:
                self._inline(" — ")
            if shown.kind == "picture":
                self._img({"src": shown.target, "alt": shown.text})
            elif shown.kind == "link":
                self._link(shown.target, shown.text)
            else:
                self._apart(escape(shown.text, quote=False))

    def _inline(self, html: str) -> None:
        if not html:
            return
        if html.isspace():
            if self.blocks.holders or self.implicit:
                self.out.append(html)
            return
        self._open()
        self.out.append(html)
        self.said = True

    def _open(self) -> None:
        """Make ready for text: inside a paragraph, with the inline elements in force written."""
        if not self.implicit:
            self.blocks.make_room()
        if not self.blocks.holders and not self.implicit:
            self.implicit = True
            self.out.append("<p>")
        if self.break_due:
            self.break_due = False
            self.out.append("<br>")
        for _name, tag in self.inline[self.opened :]:
            self.out.append(tag)
        self.opened = len(self.inline)

    def _close_inline(self) -> None:
        for name, tag in reversed(self.inline[: self.opened]):
            if tag:
                self.out.append(f"</{name}>")
        self.opened = 0

    def _close_paragraph(self) -> None:
        self._close_inline()
        if self.implicit:
            self.implicit = False
            self.out.append("</p>\n")

    def _boundary(self) -> None:
        """A container begins or ends: what follows stands apart from what went before."""
        self._close_paragraph()
        if self.blocks.holders and self.said:
            self.break_due = True

    # --- pictures and recordings ----------------------------------------------------------------------------------
    def _img(self, given: dict[str, str]) -> None:
        src = given.get("src") or given.get("data-src", "")
        alt = " ".join((given.get("alt") or given.get("title") or "").split())
        if _OWN_PICTURE.match(src) and not self.base:
            self._open()
            size = "".join(f' {key}="{escape(given[key])}"' for key in ("width", "height") if key in given)
            self.out.append(f'<img src="{escape(src)}" alt="{escape(alt)}"{size}>')
        else:
            self._link(src, alt)

    def _link(self, address: str, text: str) -> None:
        """A link to a picture or recording, in words; within another link it follows that one."""
        address = self._absolute(address) if address else ""
        text = text or _file_name(address)
        within = [tag for name, tag in self.inline if name == "a" and tag]
        if not _ABSOLUTE.match(address) or within:
            self._apart(escape(text, quote=False))
            if _ABSOLUTE.match(address) and f'href="{escape(address)}"' not in within[-1]:
                self.after_link.append(address)
        else:
            self._anchor(address, text)

    def _anchor(self, address: str, text: str) -> None:
        self._apart(f'<a href="{escape(address)}">{escape(text, quote=False)}</a>')

    def _apart(self, html: str) -> None:
        if html:
            self._inline(" ")
            self._inline(html)
            self._inline(" ")

    def _absolute(self, address: str) -> str:
        if address.startswith("//"):
            return f"https:{address}"
        if not self.base or _ABSOLUTE.match(address):
            return address
        try:
            return urljoin(self.base, address)
        except ValueError:  # such as an IPv6 address cut short
            return address


def _read(attributes: str) -> dict[str, str]:
    return {name: unescape(value).strip() for name, value in _ATTRIBUTE.findall(attributes)}


def _file_name(address: str) -> str:
    """What to call a picture or recording that has no name: its file's name, or else its host's."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.netloc or address
