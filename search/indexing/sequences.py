"""What stands in an entry in order, as bytes: a phrase is a stretch of them, which LIKE finds.

Each place takes four bytes: the number of a term, seven bits in each, or of none. Only the first byte has its high bit
set, so that a match begins where a place does. Titles and parts stand between marks of their own; a title stands there
once with its stop words and once without. Beside a text stands each of its words with a hyphen written as one, among its
neighbours: “send e-mail” holds “send email”.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysis import Stream
from search.indexing import markers
from search.indexing.common import NEAR
from search.indexing.documents import GAP, Prepared
from search.indexing.lexicon import Ints, changes, spread

if TYPE_CHECKING:
    from search.indexing.layout import Layout

REACH = NEAR  # neighbours that stand at each side of a word with a hyphen written as one
ANY = -1  # in a pattern, whatever stands at a place
TITLE, NO_HEAD = 0, 1  # heads of texts, in the order they stand; parts have higher ones
_MARKS = 1 << 27  # numbers from here on begin and end what has a head
_WINDOW = 2 * REACH + 1
_PLACE = 4  # bytes
_SPECIAL = b"%_\\"  # to LIKE


def head_of_part(number: int) -> int:
    """What heads the texts of the part with this number."""
    return NO_HEAD + number


def of_layout(layout: Layout, plain: Ints, stopped: Ints, joined: Ints, count: int) -> list[bytes]:
    """The sequences of so many entries. Numbers are the index's: of the slots of `layout`, `plain` and with the stop words
    of titles, and of its joined terms."""
    shown = _twice_titles(layout)
    numbers = np.concatenate([stopped, plain])
    begin = (np.cumsum(layout.slots.sizes) - layout.slots.sizes).take(shown.which) + shown.again * len(plain)
    sizes, windows = layout.slots.sizes.take(shown.which), layout.windows.take(shown.which)
    own = shown.entry << 32 | shown.head
    marked = shown.head != NO_HEAD
    first, last = changes(own) & marked, changes(own[::-1])[::-1] & marked
    texts = sizes + GAP
    lengths = first + texts + windows * (_WINDOW + GAP) + last
    ends = np.cumsum(lengths)
    begins = ends - lengths
    into = np.zeros(lengths.sum(), np.int64)
    into[begins[first]] = _MARKS + 2 * shown.head[first]
    into[ends[last] - 1] = _MARKS + 2 * shown.head[last] + 1
    into[spread(begins + first, sizes)] = numbers.take(spread(begin, sizes))
    if len(joined):
        at = spread(begins + first + texts, windows * (_WINDOW + GAP))[:: _WINDOW + GAP]
        into[at[:, None] + np.arange(_WINDOW)] = _windows(layout, shown, numbers, joined, begin)
    written = encoded(into).tobytes()
    bounds = np.searchsorted(shown.entry, np.arange(count + 1))
    cuts = (_PLACE * np.append(begins, len(into))[bounds]).tolist()
    return [written[start:end] for start, end in pairwise(cuts)]


class _Shown(NamedTuple):
    """Streams as sequences show them: `which` of a layout, whether once more, and of which entry and head."""

    which: Ints
    again: NDArray[np.bool_]
    entry: Ints
    head: Ints


def _twice_titles(layout: Layout) -> _Shown:
    which = np.repeat(np.arange(len(layout.head)), 1 + (layout.head == TITLE))
    again = ~changes(which)
    return _Shown(which, again, layout.entry.take(which), np.where(again, NO_HEAD, layout.head.take(which)))


def _windows(layout: Layout, shown: _Shown, numbers: Ints, terms: Ints, begin: Ints) -> Ints:
    """A row for each joined term that is shown: what stands before those it is joined of, itself, and what stands behind
    them. Streams begin at `begin` in `numbers`."""
    of_streams = layout.windows
    many = of_streams.take(shown.which)
    which = spread((np.cumsum(of_streams) - of_streams).take(shown.which), many)
    stream = np.repeat(np.arange(len(many)), many)
    joined = layout.joined
    place = joined.at.take(which) + shown.again.take(stream) * (len(numbers) // 2)
    end = place + joined.size.take(which)
    around = [place[:, None] + np.arange(-REACH, 0), end[:, None] + np.arange(REACH)]
    at = np.concatenate(around, axis=1)
    least = begin.take(stream)[:, None]
    most = least + layout.slots.sizes.take(shown.which.take(stream))[:, None]
    found = np.where((at >= least) & (at < most), numbers.take(at, mode="clip"), 0)
    return np.insert(found, REACH, terms.take(which), axis=1)


def of_prepared(prepared: Prepared, terms: Mapping[str, int], parts: Mapping[str, int]) -> bytes:
    """The sequence of one entry; `terms` and `parts` are the index's numbers of them."""
    texts = [(head_of_part(parts[part]) if part else NO_HEAD, text) for part, text in prepared.texts]
    headed = [(TITLE, prepared.title), (NO_HEAD, prepared.title), *sorted(texts, key=lambda text: text[0])]
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
    """What LIKE finds a phrase by, of the numbers of terms with their places in order, with no terms between; anywhere, or
    between the marks of a head."""
    written, behind = b"", placed[0][1]
    for number, place in placed:
        written += _literal(0) * (place - behind) + _literal(number)
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
