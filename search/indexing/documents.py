"""An entry as the index keeps it: its texts analysed, and what its terms count. Pure computing, no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from search.analysis import Stream, stream
from search.entries import Entry, Passage
from search.indexing import markers, weights
from search.indexing.overflow import pieces

MOST_PLACES = 16_000  # of an entry: pages of documents past these are looked up in an index of their own
GAP = 10  # places between texts, so that no phrase runs across


@dataclass
class Prepared:
    """An entry analysed. `impacts` by term; the `title`, its stop words apart; `texts`, each with the key of its part or
    none. `overflow` are the pieces of what lies past MOST_PLACES."""

    entry: Entry
    title: Stream
    texts: list[tuple[str, Stream]] = field(default_factory=list)
    overflow: list[Stream] = field(default_factory=list)
    length: float = 0.0
    impacts: dict[str, int] = field(default_factory=dict)
    surfaces: set[str] = field(default_factory=set)

    @property
    def streams(self) -> list[Stream]:
        """All that is kept in order: the title and texts."""
        return [self.title, *(text for _part, text in self.texts)]

    @property
    def parts(self) -> dict[str, list[Stream]]:
        """The texts of parts by their keys."""
        found: dict[str, list[Stream]] = {}
        for part, text in self.texts:
            if part:
                found.setdefault(part, []).append(text)
        return found

    @property
    def links(self) -> set[str]:
        return {link for text in self.streams for link, _place in text.links}


def passages(entry: Entry) -> tuple[Passage, ...]:
    """What is indexed of an entry behind its title."""
    return Passage(entry.about), *entry.passages


def written(passage: Passage) -> str:
    """A passage's text as it is indexed."""
    return passage.text if passage.page else f"{passage.heading}\n{passage.text}"


def prepare(entry: Entry, usual: float) -> Prepared:
    """Analyse an entry; `usual` is the length of a usual document in words."""
    made = Prepared(entry, stream(entry.title))
    own, pages = [], []
    for passage in passages(entry):
        (pages if passage.page else own).append(passage)
    made.texts = [(passage.part, stream(written(passage), stops=False)) for passage in own]
    counts = _counted(made.streams)
    for term, n in _counted([made.title]).items():
        counts[term] += (weights.TITLE - 1) * n
    # Stop words say nothing, but in a title that somebody remembers.
    counts |= {markers.title(stop): weights.TITLE for stop, _place in made.title.stops}
    made.length = float(sum(map(len, made.streams)) + (weights.TITLE - 1) * len(made.title))
    made.impacts = _impacts(counts, made.length, usual, 1.0)
    made.surfaces = set().union(*(text.surfaces for text in made.streams))
    if pages:
        _add_pages(made, pages, usual)
    return made


def tsvector(*texts: Stream, title: Stream | None = None) -> str:
    """Where the terms of these stand, and those of a title by names of their own, in PostgreSQL's own notation. Terms hold
    letters, digits, dots and colons only: nothing to escape but the quotes that stand round them."""
    written, begin = [], 1
    for text in texts:
        written += [f"'{term}':{begin + place}" for term, place in text.pairs]
        written += [f"'{term}'" for term, _place in text.links]
        begin += len(text.slots) + GAP
    if title:
        written += [f"'{markers.title(term)}':{1 + at}" for term, at in (*title.pairs, *title.stops)]
    return " ".join(written)


def _add_pages(made: Prepared, pages: Iterable[Passage], usual: float) -> None:
    """Add the pages of documents, which count less than the piece itself."""
    counts: Counter[str] = Counter()
    places = sum(len(text.slots) for text in made.streams)
    for passage in pages:
        found = stream(passage.text, stops=False)
        counts.update(_counted([found]))
        made.surfaces |= found.surfaces
        if places + len(found.slots) <= MOST_PLACES:
            made.texts.append(("", found))
            places += len(found.slots)
        else:
            for piece in pieces(passage.text):
                # Most pages are one piece: they were analysed just now.
                made.overflow.append(found if piece == passage.text else stream(piece, stops=False))
    for term, value in _impacts(counts, float(counts.total()), usual, weights.PAGES).items():
        made.impacts[term] = max(value, made.impacts.get(term, 0))


def _counted(found: Iterable[Stream]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for each in found:
        counts.update(each.slots)
        counts.update([term for term, _place, _size in each.joined])
    del counts[""]
    return counts


def _impacts(counts: Counter[str], length: float, usual: float, factor: float) -> dict[str, int]:
    of = {n: _impact(n, length, usual, factor) for n in set(counts.values())}
    return dict(zip(counts, map(of.__getitem__, counts.values()), strict=True))


def _impact(n: int, length: float, usual: float, factor: float) -> int:
    return max(1, round(255 * factor * n / (n + weights.norm(length, usual))))
