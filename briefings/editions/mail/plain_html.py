"""Sanitised HTML as plain text: paragraphs, lists, quotations and tables in wrapped lines, links by number."""

from __future__ import annotations

from html.parser import HTMLParser

from django.utils.translation import gettext as _

from briefings.editions.mail.wrapping import wrapped
from subscriptions.host import absolute

_HIGH, _LOW = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"), str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_BLOCKS = {"p", "h2", "h3", "h4", "h5", "figure", "figcaption", "caption", "div", "table", "dl", "dt", "pre"}
_CELLS = " | "


def high(number: int) -> str:
    """“¹²”: the mark of a note."""
    return str(number).translate(_HIGH)


class Links:
    """Addresses by number, counted through the whole mail; `take` hands out those since it was last asked."""

    def __init__(self):
        self._numbers: dict[str, int] = {}
        self._waiting: list[str] = []

    def number(self, address: str) -> int:
        if address not in self._waiting:
            self._waiting.append(address)
        return self._numbers.setdefault(address, len(self._numbers) + 1)

    def take(self) -> list[str]:
        """“[1] https://…”, a line each."""
        lines = [f"[{self._numbers[address]}] {address}" for address in self._waiting]
        self._waiting.clear()
        return lines


def lines_of(html: str, links: Links) -> list[str]:
    """`html` as lines, an empty one between blocks; links are numbered by `links`."""
    reader = _Reader(links)
    reader.feed(html)
    reader.close()
    reader.end_block()
    return reader.lines


class _Reader(HTMLParser):
    """`_indents` are what stands before each line: of the first, and of those that follow."""

    def __init__(self, links: Links):
        super().__init__()
        self.lines: list[str] = []
        self._links = links
        self._text: list[str] = []
        self._indents: list[tuple[str, str]] = []
        self._lists: list[int | None] = []
        self._opened: list[tuple[str, int]] = []  # links: address, and where their words begin
        self._script: dict[int, str] | None = None
        self._verbatim = False

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag in _BLOCKS or tag in ("ul", "ol", "li", "dd", "blockquote", "hr", "tr"):
            self.end_block(gap=tag not in ("li", "dd", "tr") and not (tag in ("ul", "ol") and self._lists))
        if opening := getattr(self, f"_open_{tag}", None):
            opening(found)

    def handle_endtag(self, tag):
        if tag in _BLOCKS or tag in ("ul", "ol", "li", "dd", "blockquote", "tr"):
            self.end_block(gap=tag not in ("li", "dd", "dt", "tr") and not self._inside_list(tag))
        if closing := getattr(self, f"_close_{tag}", None):
            closing()

    def handle_data(self, data):
        self._text.append(data.translate(self._script) if self._script else data)

    def end_block(self, *, gap: bool = True) -> None:
        """Write what was read since the last one; with `gap` the next one comes after an empty line."""
        text, self._text = "".join(self._text), []
        if self._verbatim:
            self._write(text.strip("\n").split("\n"))
        elif text.strip(" \n\r\t|"):
            for row in text.strip(" \n\r\t").removesuffix(_CELLS.rstrip()).split("\x1e"):
                first, rest = self._prefixes()
                self.lines += wrapped(row, first, rest)
        if gap and self.lines and self.lines[-1].strip(" >"):
            self.lines.append("".join(rest for _first, rest in self._indents).rstrip())

    def _prefixes(self) -> tuple[str, str]:
        """What stands before the first line, and what before the others; a bullet is written once."""
        first = "".join(first for first, _rest in self._indents)
        rest = "".join(rest for _first, rest in self._indents)
        self._indents = [(rest, rest) for _first, rest in self._indents]
        return first, rest

    def _write(self, lines: list[str]) -> None:
        first, rest = self._prefixes()
        for number, line in enumerate(lines):
            self.lines.append(f"{rest if number else first}{line[:240]}".rstrip())

    def _inside_list(self, tag: str) -> bool:
        return bool(self._lists) and (tag in ("p", "div") or (tag in ("ul", "ol") and len(self._lists) > 1))

    def _open_br(self, _found):
        self._text.append("\x1e")

    def _open_hr(self, _found):
        self._text.append("* * *")
        self.end_block()

    def _open_ul(self, _found):
        self._lists.append(None)

    def _open_ol(self, found):
        start = found.get("start") or "1"
        self._lists.append(int(start) if start.isdecimal() and len(start) < 7 else 1)

    def _close_ul(self):
        if self._lists:
            self._lists.pop()

    _close_ol = _close_ul

    def _open_li(self, _found):
        number = self._lists[-1] if self._lists else None
        bullet = "- " if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1
        self._indents.append((bullet, " " * len(bullet)))

    def _close_li(self):
        if self._indents:
            self._indents.pop()

    def _open_dd(self, _found):
        self._indents.append(("    ", "    "))

    _close_dd = _close_li

    def _open_blockquote(self, _found):
        self._indents.append(("> ", "> "))

    def _close_blockquote(self):
        self._close_li()
        if self.lines and self.lines[-1].strip() == ">":
            self.lines[-1] = "".join(rest for _first, rest in self._indents).rstrip()

    def _open_pre(self, _found):
        self._verbatim = True

    def _close_pre(self):
        self._verbatim = False

    def _close_td(self):
        self._text.append(_CELLS)

    _close_th = _close_td

    def _open_small(self, _found):
        self._text.append("(")

    def _close_small(self):
        self._text.append(")")

    def _open_q(self, _found):
        self._text.append("“")

    def _close_q(self):
        self._text.append("”")

    def _open_sup(self, _found):
        self._script = _HIGH

    def _open_sub(self, _found):
        self._script = _LOW

    def _close_sup(self):
        self._script = None

    _close_sub = _close_sup

    def _open_img(self, found):
        if found.get("alt"):
            self._text.append(_("[Picture: %(alt)s]") % {"alt": found["alt"]})

    def _open_a(self, found):
        self._opened.append((found.get("href") or "", len(self._text)))

    def _close_a(self):
        if not self._opened:
            return
        address, begun = self._opened.pop()
        words = "".join(self._text[begun:]).strip()
        said = words in (address, address.partition("://")[2], address.removeprefix("mailto:"))
        if not address or address.startswith("#") or not words:
            return
        if said:
            self._text[begun:] = [address.removeprefix("mailto:")]
            return
        whole = absolute(address) if address.startswith("/") and not address.startswith("//") else address
        self._text.append(f" [{self._links.number(whole)}]")
