"""What stands in an entry in order, as bytes: a phrase is a stretch of them, which LIKE finds.

Each place takes four bytes: the number of a term, seven bits in each, or of none. Only the first byte has its high bit
set, so that a match begins where a place does. Titles and parts stand between marks of their own. Beside a text stands each
of its words with a hyphen written as one, among its neighbours: “send e-mail” holds “send email”.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search.analysis import Stream
from search.indexing import markers
from search.indexing.documents import GAP, Prepared
from search.indexing.lexicon import Ints, changes, spread

if TYPE_CHECKING:
    from search.indexing.layout import Layout

REACH = 4  # neighbours that stand at each side of a word with a hyphen written as one
ANY = -1  # in a pattern, whatever stands at a place
TITLE, NO_HEAD = 0, 1  # heads of texts, in the order they stand; parts have higher ones
_MARKS = 1 << 27  # numbers from here on begin and end what has a head
_WINDOW = 2 * REACH + 1
_PLACE = 4  # bytes
_SPECIAL = b"%_\\"  # to LIKE


def head_of_part(number: int) -> int:
    """What heads the texts of the part with this number."""
    return NO_HEAD + number


def of_layout(layout: Layout, numbers: Ints, joined: Ints, count: int) -> list[bytes]:
    """The sequences of so many entries; `numbers` are the index's of the slots of `layout`, and of its joined terms."""
    slots = layout.slots
    own = layout.entry << 32 | layout.head
    marked = layout.head != NO_HEAD
    first, last = changes(own) & marked, np.append(own[1:] != own[:-1], len(own) > 0)[: len(own)] & marked
    windows = np.bincount(layout.joined.stream, minlength=len(own))
    sizes = first + slots.sizes + GAP + windows * (_WINDOW + GAP) + last
    ends = np.cumsum(sizes)
    begins = ends - sizes
    into = np.zeros(ends[-1] if len(ends) else 0, np.int64)
    into[begins[first]] = _MARKS + 2 * layout.head[first]
    into[ends[last] - 1] = _MARKS + 2 * layout.head[last] + 1
    into[spread(begins + first, slots.sizes)] = numbers
    at = spread(begins + first + slots.sizes + GAP, windows * (_WINDOW + GAP))[:: _WINDOW + GAP]
    into[at[:, None] + np.arange(_WINDOW)] = _windows(layout, numbers, joined)
    written = encoded(into).tobytes()
    cuts = (
        _PLACE * np.append(begins, len(into))[np.searchsorted(layout.entry, np.arange(count + 1))]
    ).tolist()
    return [written[begin:end] for begin, end in pairwise(cuts)]


def _windows(layout: Layout, numbers: Ints, terms: Ints) -> Ints:
    """A row for each joined term: what stands before those it is joined of, itself, and what stands behind them."""
    slots, joined = layout.slots, layout.joined
    begin = (np.cumsum(slots.sizes) - slots.sizes).take(joined.stream)[:, None]
    end = begin + slots.sizes.take(joined.stream)[:, None]
    before = joined.at[:, None] + np.arange(-REACH, 0)
    behind = (joined.at + joined.size)[:, None] + np.arange(REACH)
    around = np.concatenate([before, behind], axis=1)
    inside = (around >= begin) & (around < end)
    found = np.where(inside, np.append(numbers, 0)[np.where(inside, around, -1)], 0)
    return np.insert(found, REACH, terms, axis=1)


def of_prepared(prepared: Prepared, terms: Mapping[str, int], parts: Mapping[str, int]) -> bytes:
    """The sequence of one entry; `terms` and `parts` are the index's numbers of them."""
    texts = [(head_of_part(parts[part]) if part else NO_HEAD, text) for part, text in prepared.texts]
    headed = [(TITLE, prepared.title), *sorted(texts, key=lambda text: text[0])]
    into: list[int] = []
    for head, own in groupby(headed, key=lambda text: text[0]):
        into += [_MARKS + 2 * head] * (head != NO_HEAD)
        for _head, text in own:
            into += _of_text(text, text.stops if head == TITLE else (), terms)
        into += [_MARKS + 2 * head + 1] * (head != NO_HEAD)
    return encoded(np.array(into, np.int64)).tobytes()


def _of_text(text: Stream, stops: Iterable[tuple[str, int]], terms: Mapping[str, int]) -> list[int]:
    """Of the `stops` of a text, those that are to stand in it."""
    numbers = [terms[term] if term else 0 for term in text.slots]
    for stop, place in stops:
        numbers[place] = terms[markers.title(stop)]
    into, gap, edge = [*numbers, *[0] * GAP], [0] * GAP, [0] * REACH
    around = [*edge, *numbers, *edge]
    for term, place, size in text.joined:
        end = place + REACH + size
        into += [*around[place : place + REACH], terms[term], *around[end : end + REACH], *gap]
    return into


def encoded(numbers: Ints) -> NDArray[np.uint32]:
    """Numbers as they are kept, four bytes each."""
    n = numbers.astype("<u4")
    return n & 0x7F | 0x80 | (n & 0x3F80) << 1 | (n & 0x1FC000) << 2 | (n & 0xFE00000) << 3


def pattern(placed: Sequence[tuple[int, int]], head: int = NO_HEAD) -> bytes:
    """What LIKE finds a phrase by, of the numbers of terms with their places in order; anywhere, or between the marks of a
    head."""
    written, behind = b"", placed[0][1]
    for number, place in placed:
        written += b"_" * (_PLACE * (place - behind)) + _literal(number)
        behind = place + 1
    if head == NO_HEAD:
        return b"%" + written + b"%"
    begin, end = _literal(_MARKS + 2 * head), _literal(_MARKS + 2 * head + 1)
    return b"%" + b"%".join([begin, written, end]) + b"%"


def _literal(number: int) -> bytes:
    if number == ANY:
        return b"_" * _PLACE
    written: Iterable[int] = encoded(np.array([number])).tobytes()
    return b"".join((b"\\" if byte in _SPECIAL else b"") + bytes([byte]) for byte in written)
