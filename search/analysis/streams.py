"""A whole text to terms with places: what a phrase is looked up by.

Nearly all of a text is chunks (see `terms`) that stood in texts before: they are looked up among what was analysed
already, each once a text. Looking up is what takes time, since so much is kept that it is seldom near at hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from search.analysis.letters import fold
from search.analysis.terms import CHUNK, Word, analyse

Placed = list[tuple[str, int]]  # terms, each with a place
Joined = list[
    tuple[str, int, int]
]  # terms of words with hyphens, each with the place and number of the slots they take


class Item(NamedTuple):
    """What a chunk gives. `slots` hold its term for each place it takes: none for a stop word, and none
    behind the pairs of a Korean word. All that follows is by places counted from its first; `first` and `last` are
    the syllables by which it joins with its neighbours."""

    slots: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    stops: tuple[tuple[str, int], ...] = ()
    joined: tuple[tuple[str, int, int], ...] = ()
    links: tuple[tuple[str, int], ...] = ()
    first: str = ""
    last: str = ""


def item_of(text: str) -> Item:
    """What a piece of `tokens` gives."""
    slots, surfaces, stops, joined, links, first, before = [], [], [], [], [], None, ""
    for chunk in CHUNK.findall(text):
        analysed, begin = analyse(chunk), len(slots)
        for word in analysed.words:
            place = len(slots)
            first = word.first if first is None else first
            if before and word.first:
                links.append((before + word.first, place - 1))
            if word.stop:
                stops.append((word.terms[0][0], place))
            if word.surface:
                surfaces.append(word.surface)
            slots += _slots(word)
            before = word.last
        if analysed.joined:
            joined.append((analysed.joined, begin, len(slots) - begin))
    return Item(*map(tuple, (slots, surfaces, stops, joined, links)), first or "", before)


def _slots(word: Word) -> list[str]:
    if word.stop:
        return [""]
    terms = [term for term, _place in word.terms]
    return terms + [""] * (word.width - len(terms))


class _Known(dict[str, str | Item]):
    """What was analysed already: a word's term, nothing for a stop word, or everything else as an `Item`."""

    size = 0

    def __missing__(self, text: str) -> str | Item:
        given = known = item_of(text)
        if len(given.slots) == 1 and not (given.joined or given.first):
            (term,) = given.slots
            if given.surfaces == (text,) or given.stops == ((text, 0),):
                known = term
        self.size += 1 if known.__class__ is str else 3 + len(given.slots)
        self[text] = known
        return known


_REMEMBERED = 400_000
_known = _Known()


@dataclass(slots=True)
class Stream:
    """A text's terms by their places from 0, an empty one where no term stands; `joined` are further terms, of words
    with hyphens. `links` are pairs across a space between Korean words: they make spacing not matter, and count for
    nothing in the ranking. `surfaces` are words as suggestions show them."""

    slots: list[str]
    surfaces: set[str]
    stops: Placed = field(default_factory=list)
    joined: Joined = field(default_factory=list)
    links: Placed = field(default_factory=list)

    @property
    def pairs(self) -> Placed:
        """Terms with their places, in reading order."""
        placed = [(term, place) for place, term in enumerate(self.slots) if term]
        return sorted(
            [*((term, place) for term, place, _size in self.joined), *placed], key=lambda pair: pair[1]
        )

    @property
    def terms(self) -> set[str]:
        """All that stand in it, but for links."""
        return {*self.slots, *(term for term, _place, _size in self.joined)} - {""}

    def __len__(self) -> int:
        """How many words count: terms, each as often as it stands."""
        return len(self.slots) - self.slots.count("") + len(self.joined)


def stream(text: str, stops: bool = True) -> Stream:
    """The terms of `text`; its stop words only where they are wanted."""
    global _known
    if _known.size > _REMEMBERED:  # a new one: another thread may be using the old
        _known = _Known()
    items = tokens(text)
    found = [*map(_known.__getitem__, items)]
    known = dict(zip(items, found, strict=True))
    if stops or Item in set(map(type, known.values())):
        return _with_items(items, found, known)
    return Stream(found, {item for item, term in known.items() if term})


def tokens(text: str) -> list[str]:
    """What stands between spaces, folded, without the commas and points that belong to no chunk, as far as they are
    found at no cost: looking for chunks themselves takes three times as long."""
    return fold(text).replace(", ", " ").replace(". ", " ").replace(".\n", "\n").rstrip(".").split()


def _with_items(items: list[str], held: list[str | Item], known: dict[str, str | Item]) -> Stream:
    """The stream where more is to be done than to look up terms. Korean words that nothing stands between are linked."""
    found = Stream([], {item for item, term in known.items() if term and term.__class__ is str})
    slots, before = found.slots, ""
    for text, item in zip(items, held, strict=True):
        if item.__class__ is str:
            if not item:
                found.stops.append((text, len(slots)))
            slots.append(item)
            before = ""
        elif item.slots:
            start = len(slots)
            if before and item.first:
                found.links.append((before + item.first, start - 1))
            slots += item.slots
            before = item.last
            _add_rest(item, start, found)
    return found


def _add_rest(item: Item, start: int, found: Stream) -> None:
    found.surfaces.update(item.surfaces)
    for own, all_of in ((item.stops, found.stops), (item.links, found.links)):
        if own:
            all_of += [(term, start + place) for term, place in own]
    if item.joined:
        found.joined += [(term, start + place, size) for term, place, size in item.joined]
