"""Two texts compared word by word; what changed in Korean, Chinese or Japanese also syllable by syllable.

Korean writes particles and endings onto the word. Compared by spaces alone, 조선소가 and 조선소는 would have nothing in
common; compared by syllables alone, unrelated words share letters by chance. So words are compared first, and within
what changed the syllables, as long as enough of them are the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_WORD = re.compile(r"(\w+(?:['’.,:/-]\w+)*|[^\w\s])(\s*)|(\s+)")
_UNIT = re.compile(r"[가-힣\u3040-\u30ff\u3400-\u9fff]|[^\W\d가-힣\u3040-\u30ff\u3400-\u9fff]+|\d+|\W")
_SYLLABIC = re.compile(r"[가-힣\u3040-\u30ff\u3400-\u9fff]")
_ENOUGH = 0.4  # of the units must be the same for a comparison by syllables to help
_MANY = 4_000_000  # comparisons; beyond that difflib may leave out what is frequent


class Token(NamedTuple):
    """A word, with the space after it and the tags round it (`marks`, opening tags from the outermost inwards)."""

    text: str
    space: str = ""
    marks: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What makes two words equal: spaces do not count."""
        return self.text, self.marks


class Run(NamedTuple):
    """Words that are the same on both sides, or that stand in each other's place (either side may have none)."""

    same: bool
    old: tuple[Token, ...]
    new: tuple[Token, ...]


def tokens(text: str, marks: tuple[str, ...] = ()) -> list[Token]:
    """The words and punctuation of `text`; joined again, with their spaces, they are `text`."""
    return [Token(word or "", space or lone or "", marks) for word, space, lone in _WORD.findall(text)]


def compare(old: Sequence[Token], new: Sequence[Token]) -> list[Run]:
    """The runs that lead from `old` to `new`, in order; the sides of all runs together are `old` and `new`."""
    runs: list[Run] = []
    for same, before, after in _spans(old, new):
        if same or not (before and after):
            runs.append(Run(same, before, after))
        else:
            runs.extend(_by_syllable(before, after))
    return _joined(_without_crumbs(_joined(runs)))


def changed_words(old: str, new: str) -> tuple[int, int]:
    """How many words were removed and added."""
    runs = [run for run in compare(tokens(old), tokens(new)) if not run.same]
    return sum(_words(run.old) for run in runs), sum(_words(run.new) for run in runs)


def _words(side: Sequence[Token]) -> int:
    return sum(1 for token in side if token.text and (len(token.text) > 1 or token.text.isalnum()))


def _spans(old: Sequence[Token], new: Sequence[Token]):
    """Equal and unequal stretches. What both begin and end with is set aside first: most edits are small."""
    before, after = [token.key for token in old], [token.key for token in new]
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    end = next((i for i in range(shorter - start) if before[-1 - i] != after[-1 - i]), shorter - start)
    if start:
        yield True, tuple(old[:start]), tuple(new[:start])
    middle = before[start : len(before) - end], after[start : len(after) - end]
    matcher = SequenceMatcher(None, *middle, autojunk=len(middle[0]) * len(middle[1]) > _MANY)
    for name, i, j, k, m in matcher.get_opcodes():
        yield name == "equal", tuple(old[start + i : start + j]), tuple(new[start + k : start + m])
    if end:
        yield True, tuple(old[len(old) - end :]), tuple(new[len(new) - end :])


def _by_syllable(old: tuple[Token, ...], new: tuple[Token, ...]) -> list[Run]:
    whole = [Run(False, old, new)]
    if not all(any(_SYLLABIC.search(token.text) for token in side) for side in (old, new)):
        return whole
    before, after = _units(old), _units(new)
    runs = [Run(*span) for span in _spans(before, after)]
    same = sum(len(run.old) for run in runs if run.same)
    return runs if 2 * same >= _ENOUGH * (len(before) + len(after)) else whole


def _units(side: Sequence[Token]) -> list[Token]:
    units = []
    for token in side:
        parts = _UNIT.findall(token.text) or [""]
        units += [Token(part, "", token.marks) for part in parts[:-1]]
        units.append(Token(parts[-1], token.space, token.marks))
    return units


def _without_crumbs(runs: list[Run]) -> list[Run]:
    """A short word that happens to be the same between two longer changes is no landmark: it is part of the change."""
    return [
        run._replace(same=False)
        if run.same
        and 0 < index < len(runs) - 1
        and _length(run) <= min(4, _length(runs[index - 1]), _length(runs[index + 1]))
        else run
        for index, run in enumerate(runs)
    ]


def _length(run: Run) -> int:
    return max(sum(len(token.text) for token in side) for side in (run.old, run.new))


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbours of one sort become one run."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].same == run.same:
            last = joined.pop()
            run = Run(run.same, last.old + run.old, last.new + run.new)
        if run.old or run.new:
            joined.append(run)
    return joined
