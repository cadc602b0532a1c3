"""What the checks look at: what a piece says, each of its texts with the field it stands in, and the limits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import NamedTuple

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from briefings.content import Content, Part
from briefings.models import Format

_LINK = re.compile(r'<a\b(?:[^>"]|"[^"]*")*?\shref="([^"]*)"')


class Text(NamedTuple):
    """A text of a piece: the field it stands in, what a writer calls it, and the text itself (`html`, or plain)."""

    where: str
    name: str
    html: str = ""
    said: str = ""

    @property
    def plain(self) -> str:
        return unescape(strip_tags(self.html.replace("<", " <"))) if self.html else self.said


@dataclass(frozen=True)
class Look:
    """`shape` is its format; `pk` the briefing's id and `address` its public path, where it has them. `limits` are those
    that editors have set, by the name of the check."""

    content: Content
    shape: Format
    pk: int | None = None
    address: str = ""
    limits: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_korean(self) -> bool:
        return self.content.language.startswith("ko")

    @cached_property
    def texts(self) -> list[Text]:
        """Everything that a writer wrote."""
        says = self.content
        own = [
            Text("title", _("the title"), said=says.title),
            Text("dek", _("the dek"), said=says.dek),
            Text("summary", _("the summary"), said=says.summary),
        ]
        return [*own, *(Text(place(part), called(part), html=part.html) for part in says.parts)]

    @cached_property
    def links(self) -> list[tuple[Text, str]]:
        """Each address with the first text in which it stands."""
        found: dict[str, Text] = {}
        for text in self.texts:
            for address in map(unescape, _LINK.findall(text.html)):
                found.setdefault(address, text)
        return [(text, address) for address, text in found.items()]


def place(part: Part) -> str:
    """The field that a part stands in."""
    return f"part:{part.key}"


def called(part: Part) -> str:
    """What a writer calls a part."""
    return _("“%(part)s”") % {"part": part.heading} if part.heading else _("the text")


def excerpt(text: str, most: int = 60) -> str:
    """The beginning of `text` in one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
