"""Two changes made side by side to one text, brought together: three-way merges of values, lists and HTML.

`base` is what both began with. A side that left something as it was has no say about it.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher

_CHUNK = re.compile(r".+?</(?:p|li|h3|h4|h5|tr|blockquote|pre|figcaption|dt|dd)>\s*|.+\Z|<hr>", re.DOTALL)


def merge_sets(base: set, theirs: set, mine: set) -> set:
    """What either side added is in, what either side removed is out."""
    return (mine | (theirs - base)) - (base - theirs)


def merge_lists[Item: Hashable](
    base: Sequence[Item], theirs: Sequence[Item], mine: Sequence[Item]
) -> list[Item]:
    """As with sets, in the order of the side that moved things; in mine when both did. Every item once."""
    kept = merge_sets(set(base), set(theirs), set(mine))
    common = set(base) & set(mine)
    moved = [item for item in mine if item in common] != [item for item in base if item in common]
    first, second = (mine, theirs) if moved or list(theirs) == list(base) else (theirs, mine)
    merged = [item for item in dict.fromkeys(first) if item in kept]
    for index, item in enumerate(dict.fromkeys(second)):
        if item in kept and item not in merged:
            before = [other for other in second[:index] if other in merged]
            last = not any(other in merged for other in second[index + 1 :])
            place = len(merged) if last else merged.index(before[-1]) + 1 if before else 0
            merged.insert(place, item)
    return merged


def combine_html(base: str, theirs: str, mine: str) -> tuple[str, bool]:
    """Both changes in one text, paragraph by paragraph, and whether they were apart from each other.

    A paragraph that both changed stands there twice, theirs first: a person has to decide.
    """
    return _combined(*(_CHUNK.findall(html) for html in (base, theirs, mine)), "")


def combine_text(base: str, theirs: str, mine: str) -> tuple[str, bool]:
    """The same for plain text, word by word."""
    return _combined(*(re.findall(r"\S+\s*|\s+", text) for text in (base, theirs, mine)), " ")


def _combined(base: list[str], theirs: list[str], mine: list[str], between: str) -> tuple[str, bool]:
    edits = [(_edits(base, theirs), theirs), (_edits(base, mine), mine)]
    out: list[str] = []
    apart, place = True, 0
    for start, end in _regions([edit[:2] for side, _text in edits for edit in side]):
        out += base[place:start]
        before = base[start:end]
        first, second = (_within(side, text, base, start, end) for side, text in edits)
        if first == second or second == before:
            out += first
        elif first == before:
            out += second
        else:
            apart = False
            out += [*first, *([between] if first and second else []), *second]
        place = end
    return "".join([*out, *base[place:]]), apart


def _edits(base: list[str], other: list[str]) -> list[tuple[int, int, int, int]]:
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return [(i, j, k, m) for name, i, j, k, m in matcher.get_opcodes() if name != "equal"]


def _regions(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of the base that somebody changed; those that touch or overlap are one."""
    regions: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if regions and start < max(regions[-1][1], regions[-1][0] + 1):
            regions[-1] = (regions[-1][0], max(end, regions[-1][1]))
        else:
            regions.append((start, end))
    return regions


def _within(
    edits: list[tuple[int, int, int, int]], text: list[str], base: list[str], start: int, end: int
) -> list[str]:
    """What one side says in place of base[start:end]."""
    out, place = [], start
    for i, j, k, m in edits:
        if start <= i and j <= end:
            out += [*base[place:i], *text[k:m]]
            place = j
    return [*out, *base[place:end]]
