"""The blocks of a body that is being written: which are open, where lists need help, and the levels of headings.

Items without a list get one; what stands in a list beside its items becomes an item or, if it is a list, part of the
item before (HTML, 4.4.5–4.4.8: lists hold `li` only, and `li` stands in lists). No heading skips a level.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_HOLDERS = _HEADINGS | frozenset("p li td th pre figcaption dt dd caption".split())
_LISTS = frozenset({"ul", "ol"})
BLOCKS = _HOLDERS | _LISTS | frozenset("dl table thead tbody tfoot tr blockquote figure".split())


@dataclass(frozen=True)
class _Block:
    """An open block, and where in the output it begins. The source lacks the `implied` ones."""

    name: str
    at: int
    implied: bool = False


class Blocks:
    """Writes the tags of blocks to `out`, which others add text and inline elements to."""

    def __init__(self, out: list[str]):
        self.out = out
        self.holders = 0  # how many of the open ones hold text themselves
        self._open: list[_Block] = []  # the outermost first
        self._headings: list[
            tuple[int, int, int]
        ] = []  # with text: where they begin and end, and their level

    def begin(self, name: str, attributes: str = "") -> None:
        self.make_room(name)
        self._begin(name, attributes)

    def end(self) -> None:
        """End the innermost block of the source."""
        self._finish_implied()
        if self._open:
            self._finish()

    def end_all(self) -> None:
        """Nothing follows: what is open is ended, and headings get their levels."""
        self._finish_implied()
        headings = sorted(self._headings)
        for (start, end, _), level in zip(headings, _outline(given for *_, given in headings), strict=True):
            self.out[start] = f"<h{level}{self.out[start][3:]}"
            self.out[end] = f"</h{level}>"

    def make_room(self, name: str = "") -> None:
        """Before the block `name`, or text: see that it may stand here."""
        around = self._open[-1] if self._open else _Block("", 0)
        if name == "li":
            if around.implied and around.name == "li":
                self._finish()
            elif around.name not in _LISTS:
                self._begin("ul", implied=True)
        elif around.implied and around.name == "ul":
            self._finish()
        elif around.name in _LISTS and not (name in _LISTS and self._reopen_item()):
            self._begin("li", implied=True)

    def _begin(self, name: str, attributes: str = "", *, implied: bool = False) -> None:
        self._open.append(_Block(name, len(self.out), implied))
        self.holders += name in _HOLDERS
        self.out.append(f"<{name}{attributes}>")

    def _finish(self) -> None:
        block = self._open.pop()
        self.holders -= block.name in _HOLDERS
        if block.name in _HEADINGS and any(map(str.strip, self.out[block.at + 1 :])):
            self._headings.append((block.at, len(self.out), int(block.name[1])))
        self.out.append(f"</{block.name}>")

    def _finish_implied(self) -> None:
        while self._open and self._open[-1].implied:
            self._finish()

    def _reopen_item(self) -> bool:
        """Take back the end of the list's last item, if it has one, so that more may stand in that item."""
        last = next(n for n in range(len(self.out) - 1, -1, -1) if self.out[n].strip())
        if self.out[last] != "</li>":
            return False
        self.out[last] = ""
        self._open.append(_Block("li", last, implied=True))
        self.holders += 1
        return True


def _outline(levels: Iterable[int]) -> Iterator[int]:
    """From 3 to 5 for each of `levels`, never two steps down at once; siblings stay siblings."""
    above: list[int] = []
    for level in levels:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        yield min(5, 2 + len(above))
