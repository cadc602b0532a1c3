"""An entry as the index keeps it: terms with impacts, lexemes with places. Pure computing, no database."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from search.analysis import Places, Stream, stream
from search.entries import Entry, Passage
from search.indexing import markers, weights

# PostgreSQL keeps places up to 16,383 (src/include/tsearch/ts_type.h) and 256 of a lexeme.
LAST_PLACE, MOST_PLACES = 16_383, 255
_TABLED = 40  # frequencies whose impacts are worked out once an entry
_GAP = 10  # between title, parts and pages, so that no phrase runs across


@dataclass
class Prepared:
    """An entry analysed. `impacts` by term; `lexemes` with places (none: the lexeme alone); part lexemes by part key.

    `overflow` are passages whose places lie past what a tsvector holds.
    """

    entry: Entry
    length: float
    impacts: dict[str, int]
    lexemes: Places
    parts: dict[str, Places]
    surfaces: set[str]
    overflow: list[Passage] = field(default_factory=list)


def prepare(entry: Entry, usual: float) -> Prepared:
    """Analyse an entry; `usual` is the length of a usual document in words."""
    writer = _Writer()
    title = writer.add_title(entry.title)
    for passage in (Passage(entry.about), *entry.passages):
        if not passage.page:
            writer.add(passage)
    counts = {term: len(places) for term, places in writer.lexemes.items()}
    for term, n in writer.spilled.items():
        counts[term] = counts.get(term, 0) + n
    for term, places in title.terms.items():
        counts[term] += (weights.TITLE - 1) * len(places)
    # Stop words say nothing, but in a title that somebody remembers.
    counts |= {markers.title(stop): weights.TITLE for stop, _place in title.stops}
    length = float(writer.words + (weights.TITLE - 1) * len(title))
    impacts = _impacts(counts, length, usual, 1.0)
    for term, value in _page_impacts(writer, entry, usual).items():
        impacts[term] = max(value, impacts.get(term, 0))
    writer.finish(title)
    return Prepared(entry, length, impacts, writer.lexemes, writer.parts, writer.surfaces, writer.overflow)


class _Writer:
    """Collects lexemes and their places while walking through an entry's text."""

    def __init__(self) -> None:
        self.lexemes: Places = {}
        self.links: list[Places] = []
        self.parts: dict[str, Places] = {}
        self.surfaces: set[str] = set()
        self.spilled: Counter[str] = Counter()
        self.overflow: list[Passage] = []
        self.words = 0
        self.place = 1

    def add_title(self, text: str) -> Stream:
        found = stream(text, self.place)
        self._take(found)
        return found

    def add(self, passage: Passage) -> Stream:
        """Take a passage in behind what is there; its terms without places once those are used up."""
        text = passage.text if passage.page else f"{passage.heading}\n{passage.text}"
        found = stream(text, self.place)
        if found.end < LAST_PLACE:
            self._take(found)
            if passage.part:
                self._take_part(passage.part, found)
        else:
            self.overflow.append(passage)
            self._spill(passage, found)
        return found

    def _take(self, found: Stream) -> None:
        lexemes = self.lexemes
        for term, places in found.terms.items():
            if term in lexemes:
                lexemes[term] = lexemes[term] + places
            else:
                lexemes[term] = places
        if found.links:
            self.links.append(found.links)
        self._count(found)
        self.place = found.end + _GAP

    def _take_part(self, key: str, found: Stream) -> None:
        held = self.parts.setdefault(key, {})
        for source in (found.terms, found.links):
            for term, places in source.items():
                held[term] = held[term] + places if term in held else places

    def _spill(self, passage: Passage, found: Stream) -> None:
        for term, places in found.terms.items():
            self.lexemes.setdefault(term, [])
            self.spilled[term] += len(places)
            if passage.part:
                self.parts.setdefault(passage.part, {}).setdefault(term, [])
        self._count(found)

    def _count(self, found: Stream) -> None:
        self.words += len(found)
        self.surfaces |= found.surfaces

    def finish(self, title: Stream) -> None:
        """Add what is not counted: pairs over spaces, and the title's words under its own name, stop words too."""
        lexemes = self.lexemes
        for links in self.links:
            for term, places in links.items():
                lexemes[term] = lexemes[term] + places if term in lexemes else places
        for source in (title.terms, title.links):
            for term, places in source.items():
                lexemes[markers.title(term)] = places
        for stop, place in title.stops:
            lexemes[markers.title(stop)] = [*lexemes.get(markers.title(stop), []), place]


def _impacts(counts: dict[str, int], length: float, usual: float, factor: float) -> dict[str, int]:
    norm = weights.K1 * (1 - weights.B + weights.B * length / usual)
    scale = 255 * factor
    table = [max(1, round(scale * n / (n + norm))) for n in range(_TABLED)]
    return {term: table[n] if n < _TABLED else round(scale * n / (n + norm)) for term, n in counts.items()}


def _page_impacts(writer: _Writer, entry: Entry, usual: float) -> dict[str, int]:
    """Impacts of the pages of documents, which count less than the piece itself."""
    pages = [passage for passage in entry.passages if passage.page]
    counts: Counter[str] = Counter()
    for passage in pages:
        for term, places in writer.add(passage).terms.items():
            counts[term] += len(places)
    return _impacts(counts, float(counts.total()), usual, weights.PAGES) if pages else {}


def tsvector(lexemes: Places) -> str:
    """Lexemes in PostgreSQL's own notation. Terms hold letters, digits, dots and colons only: nothing to escape but
    the quotes that stand round them."""
    return " ".join(
        [
            f"'{lexeme}':{places[0]}"
            if len(places) == 1
            else f"'{lexeme}':{','.join(map(str, places[:MOST_PLACES]))}"
            if places
            else f"'{lexeme}'"
            for lexeme, places in lexemes.items()
        ]
    )
