"""Two contents compared field by field: what each says as blocks, side by side, and in one line how they differ."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefings.content import Content, Part, Ref
from briefings.diffing import blocks
from briefings.diffing.aligning import Row, rows
from briefings.diffing.blocks import Block
from briefings.diffing.words import Token, tokens
from briefings.models import Kind, Role

_WORD = re.compile(r"\w+(?:['’.,:/-]\w+)*")
_FIRST = {"title": gettext_lazy("title"), "dek": gettext_lazy("dek")}
_REST = {
    "summary": gettext_lazy("summary"),
    "credits": gettext_lazy("credits"),
    "figure": gettext_lazy("picture"),
    "documents": gettext_lazy("documents"),
    "kind": gettext_lazy("kind"),
    "format": gettext_lazy("format"),
    "language": gettext_lazy("language"),
    "channel": gettext_lazy("channel"),
    "series": gettext_lazy("series"),
    "topics": gettext_lazy("topics"),
    "regions": gettext_lazy("regions"),
    "tags": gettext_lazy("tags"),
    "media_url": gettext_lazy("recording"),
    "starts_at": gettext_lazy("event starts"),
    "ends_at": gettext_lazy("event ends"),
    "place": gettext_lazy("place of the event"),
}


class Difference(NamedTuple):
    """One field side by side. `name` is the field's, or `part:` and the key of a part."""

    name: str
    label: str
    rows: list[Row]

    @property
    def changed(self) -> bool:
        return not all(row.same for row in self.rows)


class Change(NamedTuple):
    """One field that differs, and how many words it lost and won."""

    label: str
    removed: int
    added: int


def side_by_side(old: Content, new: Content) -> list[Difference]:
    """Every field that either of them has, changed or not, in the order of the form."""
    return [Difference(name, label, rows(before, after)) for name, label, before, after in _paired(old, new)]


def changes(old: Content, new: Content) -> list[Change]:
    """The fields that differ. Quick: words are counted, not compared one by one."""
    before, after = _written(old), _written(new)
    found = []
    for name in _order(before, after):
        label = (after.get(name) or before[name])[0]
        (one, lost), (other, won) = (side.get(name, (label, None, ""))[1:] for side in (before, after))
        if one != other and (lost or won):
            there, here = _counted(lost), _counted(won)
            found.append(Change(label, (there - here).total(), (here - there).total()))
    return found


def _written(content: Content) -> dict[str, tuple[str, object, str]]:
    """By field: its label, what it is, and that as text."""
    order = _order_of_parts(content)
    written: dict[str, tuple[str, object, str]] = {}
    for name, label in _FIRST.items():
        value = getattr(content, name)
        written[name] = (capfirst(label), value, value)
    for part in content.parts:
        said = (part.heading, part.html)
        written[f"part:{part.key}"] = (part.heading or part.key, said, f"{part.heading}\n{part.text}")
    written["order"] = (_("Order of the parts"), order, order)
    for name, label in _REST.items():
        value = getattr(content, name)
        written[name] = (capfirst(label), value, "\n".join(_in_lines(content, name)))
    return written


def _paired(old: Content, new: Content):
    before, after = _said(old), _said(new)
    for name in _order(before, after):
        label = (after.get(name) or before[name])[0]
        sides = before.get(name, (label, []))[1], after.get(name, (label, []))[1]
        if any(sides):
            yield name, label, *sides


def _order(before: dict, after: dict) -> list[str]:
    """The names of `after`, and before what followed them those that only `before` has."""
    names = list(after)
    known = list(before)
    for index, name in enumerate(known):
        if name not in after:
            place = names.index(known[index - 1]) + 1 if index else 0
            names.insert(place, name)
    return names


def _said(content: Content) -> dict[str, tuple[str, list[Block]]]:
    said = {name: (capfirst(label), _field(content, name)) for name, label in _FIRST.items()}
    for part in content.parts:
        said[f"part:{part.key}"] = (part.heading or part.key, part_blocks(part))
    said["order"] = (_("Order of the parts"), _lines([_order_of_parts(content)]))
    return said | {name: (capfirst(label), _field(content, name)) for name, label in _REST.items()}


def part_blocks(part: Part) -> list[Block]:
    """The heading as a block of its own, then the text."""
    heading = [Block("h3", 0, tuple(tokens(part.heading)))] if part.heading else []
    return [*heading, *blocks.read(part.html)]


def _order_of_parts(content: Content) -> str:
    return " → ".join(part.heading or part.key for part in content.parts)


def _field(content: Content, name: str) -> list[Block]:
    if name in _SHOWN:
        return _lines(_in_lines(content, name))
    return blocks.of_text(str(getattr(content, name)))


def _in_lines(content: Content, name: str) -> list[str]:
    value = getattr(content, name)
    show = _SHOWN.get(name)
    return (show(value) if show else [str(value)]) if value else []


def _lines(lines: list[str]) -> list[Block]:
    return [Block("p", 0, (Token(line),)) for line in lines if line]


def _names(refs: tuple[Ref, ...]) -> list[str]:
    return [ref.name_in() for ref in refs]


def _label(choices: dict):
    return lambda value: [str(choices.get(value, value))]


def _moment(value: str) -> list[str]:
    return [date_format(timezone.localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")]


def _figure(figure) -> list[str]:
    return [figure.file.rpartition("/")[2], figure.alt, figure.caption, figure.credit]


def _credits(credits) -> list[str]:
    roles = dict(Role.choices)
    return [f"{capfirst(roles.get(one.role, one.role))}: {one.to.name_in()}" for one in credits]


_SHOWN = {
    "kind": _label(dict(Kind.choices)),
    "language": _label(dict(settings.LANGUAGES)),
    "channel": lambda ref: _names((ref,)),
    "series": lambda ref: _names((ref,)),
    "topics": _names,
    "regions": _names,
    "tags": lambda refs: [", ".join(_names(refs))],
    "credits": _credits,
    "documents": lambda papers: [paper.title for paper in papers],
    "figure": _figure,
    "starts_at": _moment,
    "ends_at": _moment,
}


@lru_cache(maxsize=64)  # a version is compared with the one before it and with the one after it
def _counted(text: str) -> Counter:
    return Counter(_WORD.findall(text))
