"""An entry as the index keeps it: terms with impacts and places. Pure computing, no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from search.analysis import Placed, Stream, stream
from search.entries import Entry, Passage
from search.indexing import markers, weights
from search.indexing.overflow import pieces

LAST_PLACE = 16_383  # that PostgreSQL keeps (src/include/tsearch/ts_type.h)
GAP = 10  # places between title, parts and pages, so that no phrase runs across


@dataclass
class Text:
    """Terms by their places from `start`, an empty one where none stands. `beside` are further terms, with places;
    `placeless` those that only stand somewhere, `links` pairs over a space: both are of no phrase."""

    start: int
    slots: list[str] = field(default_factory=list)
    beside: Placed = field(default_factory=list)
    placeless: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)

    def add(self, found: Stream) -> None:
        """Add what a passage holds, behind what is there."""
        place = self.start + len(self.slots)
        self.slots += found.slots
        self.beside += [(term, place + at) for term, at in found.joined]
        self.links.update([term for term, _place in found.links])

    @property
    def terms(self) -> set[str]:
        """All that stand in it, but for links."""
        return {*self.slots, *(term for term, _place in self.beside), *self.placeless} - {""}


@dataclass
class Prepared:
    """An entry analysed. `impacts` by term; the `text` and its parts by their keys, in stretches; `title`, its stop words
    apart. `overflow` is what lies past the places that a tsvector holds."""

    entry: Entry
    length: float = 0.0
    impacts: dict[str, int] = field(default_factory=dict)
    text: Text = field(default_factory=lambda: Text(0, [""]))
    title: Text = field(default_factory=lambda: Text(1))
    stops: Text = field(default_factory=lambda: Text(1))
    parts: dict[str, list[Text]] = field(default_factory=dict)
    overflow: list[Text] = field(default_factory=list)
    surfaces: set[str] = field(default_factory=set)


def passages(entry: Entry) -> tuple[Passage, ...]:
    """What is indexed of an entry behind its title."""
    return Passage(entry.about), *entry.passages


def written(passage: Passage) -> str:
    """A passage's text as it is indexed."""
    return passage.text if passage.page else f"{passage.heading}\n{passage.text}"


def prepare(entry: Entry, usual: float) -> Prepared:
    """Analyse an entry; `usual` is the length of a usual document in words."""
    writer = _Writer(entry)
    title = writer.add_title()
    pages = []
    for passage in passages(entry):
        if passage.page:
            pages.append(passage)
        else:
            writer.add(passage)
    counts = writer.counts
    counts.update(writer.made.text.slots)
    for term, n in _counted(title).items():
        counts[term] += (weights.TITLE - 1) * n
    del counts[""]
    # Stop words say nothing, but in a title that somebody remembers.
    counts |= {markers.title(stop): weights.TITLE for stop, _place in title.stops}
    writer.made.length = float(writer.words + (weights.TITLE - 1) * len(title))
    writer.made.impacts = impacts = _impacts(counts, writer.made.length, usual, 1.0)
    if pages:
        for term, value in writer.page_impacts(pages, usual).items():
            impacts[term] = max(value, impacts.get(term, 0))
    return writer.made


def tsvector(prepared: Prepared) -> str:
    """The terms of an entry and of its title in PostgreSQL's own notation, as often as they stand. They hold letters,
    digits, dots and colons only: nothing to escape but the quotes that stand round them."""
    written = []
    for before, text in (("", prepared.text), ("t:", prepared.title), ("t:", prepared.stops)):
        placed = [(term, place) for place, term in enumerate(text.slots, text.start) if term]
        written += [f"'{before}{term}':{place}" for term, place in (*placed, *text.beside)]
        written += [f"'{before}{term}'" for term in (*text.placeless, *text.links)]
    return " ".join(written)


class _Writer:
    """Collects terms and their places while walking through an entry's text. `counts` are of terms that stand in no
    slot of the text."""

    def __init__(self, entry: Entry) -> None:
        self.made = Prepared(entry)
        self.counts: Counter[str] = Counter()
        self.words = 0

    def add_title(self) -> Stream:
        found = stream(self.made.entry.title)
        self.made.title.add(found)
        self.made.stops.beside += [(stop, 1 + place) for stop, place in found.stops]
        self._take(found)
        return found

    def add(self, passage: Passage) -> Stream:
        """Take a passage in behind what is there; its terms without places once those are used up."""
        made = self.made
        found = stream(written(passage), stops=False)
        part = Text(len(made.text.slots))
        if part.start + len(found.slots) < LAST_PLACE:
            part.add(found)
            self._take(found)
        else:
            for piece in pieces(passage.text):
                # Most pages are one piece: they were analysed just now.
                known = passage.page and piece == passage.text
                made.overflow.append(Text(1))
                made.overflow[-1].add(found if known else stream(piece, stops=False))
            self._spill(found, part)
        if passage.part:
            made.parts.setdefault(passage.part, []).append(part)
        return found

    def _take(self, found: Stream) -> None:
        self.made.text.add(found)
        self.made.text.slots += [""] * GAP
        self.counts.update([term for term, _place in found.joined])
        self._count(found)

    def _spill(self, found: Stream, part: Text) -> None:
        counts = _counted(found)
        self.counts.update(counts)
        self.made.text.placeless |= counts.keys()
        part.placeless |= counts.keys()
        self._count(found)

    def _count(self, found: Stream) -> None:
        self.words += len(found)
        self.made.surfaces |= found.surfaces

    def page_impacts(self, pages: Iterable[Passage], usual: float) -> dict[str, int]:
        """Impacts of the pages of documents, which count less than the piece itself."""
        counts: Counter[str] = Counter()
        for passage in pages:
            counts.update(_counted(self.add(passage)))
        return _impacts(counts, float(counts.total()), usual, weights.PAGES)


def _counted(found: Stream) -> Counter[str]:
    counts = Counter(found.slots)
    del counts[""]
    counts.update([term for term, _place in found.joined])
    return counts


def _impacts(counts: Counter[str], length: float, usual: float, factor: float) -> dict[str, int]:
    of = {n: _impact(n, length, usual, factor) for n in set(counts.values())}
    return dict(zip(counts, map(of.__getitem__, counts.values()), strict=True))


def _impact(n: int, length: float, usual: float, factor: float) -> int:
    return max(1, round(255 * factor * n / (n + weights.norm(length, usual))))
