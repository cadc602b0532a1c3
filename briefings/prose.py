"""The last step from sanitised bodies to a page: wide tables get a frame that scrolls, notes get numbers and a list.

A note is stored where it stands, as `<sup data-note="text"></sup>`, and numbered when shown, so that moving a
paragraph never leaves a wrong number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from briefings.content import Part
from briefings.mentions import Mentions

_HEADING = re.compile(r"(</?h)([3-5])(?=>)")
_NOTE = re.compile(r'<sup data-note="([^"]*)">.*?</sup>', re.DOTALL)


def framed(html: SafeString) -> SafeString:
    """Sanitised `html` with every table in a frame that scrolls on narrow screens, by keyboard too."""
    if "<table" not in html:
        return html
    frame = format_html('<div class="scroll" tabindex="0" role="region" aria-label="{}">', gettext("Table"))
    return mark_safe(html.replace("<table", f"{frame}<table").replace("</table>", "</table></div>"))


def standing_alone(html: SafeString) -> SafeString:
    """Sanitised `html` for a place right under the title: its headings begin at h2, so that no level is skipped, and what
    it refers to is put in its place. Queries only where it refers to something."""
    shown = Mentions.of_texts([html]).shown(html)
    return framed(_moved(mark_safe(shown), -1))  # it passed the sanitiser


def _moved(html: SafeString, levels: int) -> SafeString:
    """`html` with its headings, of levels 3 to 5, so many levels deeper."""
    if not levels:
        return html
    moved = _HEADING.sub(lambda tag: f"{tag[1]}{int(tag[2]) + levels}", html)
    return mark_safe(moved)  # a digit of our own tags was changed


class ShownPart(NamedTuple):
    """A part as a page shows it: `key` is its anchor, `html` is safe."""

    key: str
    heading: str
    html: SafeString


@dataclass
class Prose:
    """All parts of a piece, and the texts of their notes in the order of their numbers.

    On a page of several pieces (an edition), `before` notes stand in those above, and headings are `deeper` by so many
    levels.
    """

    parts: list[ShownPart] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    before: int = 0
    deeper: int = 0

    @classmethod
    def of(cls, parts: Iterable[Part], *, before: int = 0, deeper: int = 0) -> Prose:
        """Parts without text are left out."""
        made = cls(before=before, deeper=deeper)
        for part in parts:
            if part.html:
                made.parts.append(ShownPart(part.key, part.heading, made._shown(part)))
        return made

    @property
    def headings(self) -> list[ShownPart]:
        return [part for part in self.parts if part.heading]

    def _shown(self, part: Part) -> SafeString:
        html = part.body
        if "data-note" in html:
            html = mark_safe(_NOTE.sub(self._numbered, html))  # only a number and our own link are put in
        return framed(_moved(html, self.deeper - (0 if part.heading else 1)))

    def _numbered(self, note: re.Match) -> str:
        self.notes.append(unescape(note[1]))
        number = self.before + len(self.notes)
        return f'<sup class="note-mark" id="note-mark-{number}"><a href="#note-{number}">{number}</a></sup>'
