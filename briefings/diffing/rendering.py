"""Compared blocks as HTML: each side whole, what it lost in `<del>`, what it won in `<ins>`, said in words as well.

Every stretch of words opens and closes its own tags, so whatever changed, what is shown is well-formed. The tags come
from text that has passed the sanitiser; the words are escaped.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from briefings.diffing.aligning import Row
from briefings.diffing.blocks import BREAK, Block
from briefings.diffing.contents import Difference
from briefings.diffing.words import Token

_AROUND = 1  # unchanged blocks that are shown on either side of a change
_NAME = re.compile(r"<([a-z0-9]+)")


class Shown(NamedTuple):
    """A row for the template: two cells; `classes` name the look of each block."""

    old: SafeString
    new: SafeString
    old_class: str
    new_class: str
    same: bool


class Stretch(NamedTuple):
    """Rows in sequence, folded away when they are all the same and far from what changed."""

    rows: list[Shown]
    folded: bool


def stretches(difference: Difference) -> list[Stretch]:
    """The rows of a field, what is unchanged folded."""
    found = difference.rows
    near = {i + step for i, row in enumerate(found) if not row.same for step in range(-_AROUND, _AROUND + 1)}
    groups = groupby(enumerate(found), key=lambda pair: pair[0] not in near)
    return [Stretch([_shown(row) for _i, row in group], folded) for folded, group in groups]


def inline(found: list[Row]) -> list[tuple[SafeString, str]]:
    """The rows in one column: what was lost stands before what was won. Each with the class of its look."""
    return [
        (_plain(row.new), _look(row.new))
        if row.same
        else (
            mark_safe(
                "".join(
                    _words(run.new, "") if run.same else _words(run.old, "del") + _words(run.new, "ins")
                    for run in row.runs
                )
            ),
            _look(row.new or row.old),
        )
        for row in found
    ]


def _shown(row: Row) -> Shown:
    if row.same:
        old, new = _plain(row.old), _plain(row.new)
    else:
        old = mark_safe("".join(_words(run.old, "" if run.same else "del") for run in row.runs))
        new = mark_safe("".join(_words(run.new, "" if run.same else "ins") for run in row.runs))
    return Shown(old, new, _look(row.old), _look(row.new), row.same)


def _look(block: Block | None) -> str:
    return f"is-{block.kind} depth-{min(block.depth, 4)}" if block else "is-nothing"


def _plain(block: Block | None) -> SafeString:
    return _words(block.words if block else (), "")


def _words(side: tuple[Token, ...], mark: str) -> SafeString:
    pieces = [_marked(marks, list(group), mark) for marks, group in groupby(side, key=lambda t: t.marks)]
    return mark_safe("".join(pieces))


def _marked(marks: tuple[str, ...], words: list[Token], mark: str) -> SafeString:
    text = "".join("<br>" if word.text == BREAK else escape(word.text + word.space) for word in words)
    if mark and text.strip():
        before, after = (
            (_("removed"), _("end of removed")) if mark == "del" else (_("added"), _("end of added"))
        )
        text = format_html(
            '<{0}><span class="visually-hidden">[{1}] </span>{2}<span class="visually-hidden"> [{3}]</span></{0}>',
            mark, before, mark_safe(text), after,
        )  # fmt: skip
    closing = "".join(f"</{name}>" for tag in reversed(marks) for name in _NAME.findall(tag))
    return mark_safe("".join(marks) + text + closing)
