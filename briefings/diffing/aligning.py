"""Two lists of blocks side by side: which paragraph became which, and what changed within it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from briefings.diffing.blocks import Block
from briefings.diffing.words import Run, compare

_ALIKE = 0.3  # share of words that two paragraphs must have in common to be one, rewritten
_MOST = 900  # pairs looked at for the best ones; longer stretches are paired in order


class Row(NamedTuple):
    """Two blocks that stand for each other; None where one side has none. `runs` is empty when nothing changed."""

    old: Block | None
    new: Block | None
    runs: tuple[Run, ...]

    @property
    def same(self) -> bool:
        return self.old is not None and self.new is not None and not self.runs


def rows(old: Sequence[Block], new: Sequence[Block]) -> list[Row]:
    """Every block of both sides once, in order."""
    matcher = SequenceMatcher(None, [b.key for b in old], [b.key for b in new], autojunk=False)
    found: list[Row] = []
    for name, i, j, k, m in matcher.get_opcodes():
        if name == "equal":
            found += [Row(*pair, ()) for pair in zip(old[i:j], new[k:m], strict=True)]
        else:
            found += [_row(*pair) for pair in _pairs(old[i:j], new[k:m])]
    return found


def _row(old: Block | None, new: Block | None) -> Row:
    return Row(old, new, tuple(compare(old.words if old else (), new.words if new else ())))


def _pairs(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[Block | None, Block | None]]:
    """The pairing in order in which the most words stay: a path through the table of likenesses."""
    if not old or not new:
        return [*((block, None) for block in old), *((None, block) for block in new)]
    if len(old) == len(new) == 1 or len(old) * len(new) > _MOST:
        longer = max(len(old), len(new))
        return list(zip(_filled(old, longer), _filled(new, longer), strict=True))
    return _path(old, new, _best(old, new))


def _best(old: Sequence[Block], new: Sequence[Block]) -> list[list[float]]:
    """best[i][j]: how much is kept at most from old[i:] and new[j:]."""
    before, after = ([Counter(token.text for token in block.words) for block in side] for side in (old, new))
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            likeness = _likeness(before[i], after[j])
            paired = likeness + best[i + 1][j + 1] if likeness >= _ALIKE else 0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    return best


def _path(old, new, best) -> list[tuple[Block | None, Block | None]]:
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        elif best[i][j] == best[i][j + 1]:
            pairs.append((None, new[j]))
            j += 1
        else:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
    return [*pairs, *((block, None) for block in old[i:]), *((None, block) for block in new[j:])]


def _likeness(one: Counter, other: Counter) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _filled(side: Sequence[Block], length: int) -> list[Block | None]:
    return [*side, *[None] * (length - len(side))]
