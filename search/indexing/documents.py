"""An entry as the index keeps it: terms with impacts, lexemes with places. Pure computing, no database."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from search.analysis import Stream, stream
from search.entries import Entry, Passage
from search.indexing import markers, weights

# PostgreSQL keeps places up to 16,383 (src/include/tsearch/ts_type.h) and 256 of a lexeme.
LAST_PLACE, MOST_PLACES = 16_383, 255
_GAP = 10  # between title, parts and pages, so that no phrase runs across


@dataclass
class Prepared:
    """An entry analysed. `impacts` by term; `lexemes` with places (none: the lexeme alone); part lexemes by part key.

    `overflow` are passages whose places lie past what a tsvector holds.
    """

    entry: Entry
    length: float
    impacts: dict[str, int]
    lexemes: dict[str, list[int]]
    parts: dict[str, dict[str, list[int]]]
    surfaces: set[str]
    overflow: list[Passage] = field(default_factory=list)


class _Writer:
    """Collects lexemes and frequencies while walking through an entry's text."""

    def __init__(self) -> None:
        self.lexemes: dict[str, list[int]] = defaultdict(list)
        self.parts: dict[str, dict[str, list[int]]] = {}
        self.surfaces: set[str] = set()
        self.place = 1

    def add(self, found: Stream) -> bool:
        """Put a stream behind what is there; whether all its places could be kept."""
        base, lexemes = self.place, self.lexemes
        kept = base + found.width < LAST_PLACE
        if kept:
            for term, place in found.terms:
                lexemes[term].append(base + place)
            for term, place in found.links:
                lexemes[term].append(base + place)
            self.place = base + found.width + _GAP
        else:
            for term, _place in found.terms:
                lexemes[term]
        self.surfaces |= found.surfaces
        return kept

    def add_part(self, key: str, found: Stream, base: int) -> None:
        lexemes = self.parts.setdefault(key, defaultdict(list))
        for term, place in (*found.terms, *found.links):
            if base + place < LAST_PLACE:
                lexemes[term].append(base + place)
            else:
                lexemes[term]


def prepare(entry: Entry, usual: float) -> Prepared:
    """Analyse an entry; `usual` is the length of a usual document in words."""
    writer, overflow = _Writer(), []
    title = stream(entry.title)
    _add_title(writer, title)
    counts: Counter[str] = Counter()
    for term, _place in title.terms:
        counts[term] += weights.TITLE
    # Stop words say nothing, but in a title that somebody remembers.
    for term, _place in title.stops:
        counts[markers.title(term)] += weights.TITLE
    length = float(weights.TITLE * len(title.terms))
    pages: Counter[str] = Counter()
    pages_length = 0
    for passage in (Passage(entry.about), *entry.passages):
        found = stream(f"{passage.heading}\n{passage.text}" if not passage.page else passage.text)
        base = writer.place
        if not writer.add(found):
            overflow.append(passage)
        if passage.part:
            writer.add_part(passage.part, found, base)
        if passage.page:
            pages.update(term for term, _place in found.terms)
            pages_length += len(found.terms)
        else:
            counts.update(term for term, _place in found.terms)
            length += len(found.terms)
    impacts = _impacts(counts, length, usual, 1.0)
    for term, value in _impacts(pages, float(pages_length), usual, weights.PAGES).items():
        impacts[term] = max(value, impacts.get(term, 0))
    return Prepared(entry, length, impacts, writer.lexemes, writer.parts, writer.surfaces, overflow)


def _add_title(writer: _Writer, title: Stream) -> None:
    """The title's words, and once more under its own name, stop words too: “Who we are” must be findable."""
    base = writer.place
    writer.add(title)
    for term, place in (*title.terms, *title.links, *title.stops):
        writer.lexemes[markers.title(term)].append(base + place)


def _impacts(counts: Counter[str], length: float, usual: float, factor: float) -> dict[str, int]:
    norm = weights.K1 * (1 - weights.B + weights.B * length / usual)
    scale = 255 * factor
    return {term: max(1, round(scale * n / (n + norm))) for term, n in counts.items()}


def tsvector(lexemes: dict[str, list[int]]) -> str:
    """Lexemes in PostgreSQL's own notation. Terms hold letters, digits, dots and colons only: nothing to escape but
    the quotes that stand round them."""
    return " ".join(
        f"'{lexeme}':{','.join(map(str, places[:MOST_PLACES]))}" if places else f"'{lexeme}'"
        for lexeme, places in lexemes.items()
    )
