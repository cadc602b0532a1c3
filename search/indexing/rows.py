"""Rows of the index made of a prepared entry and the numbers its terms, words, parts and facet values have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from search.entries import Passage
from search.indexing import markers
from search.indexing.documents import Prepared, tsvector


class DocRow(NamedTuple):
    id: int
    pub: datetime | None
    f: list[int]
    tsv: str


class ScoreRow(NamedTuple):
    id: int
    terms: list[int]
    imps: bytes


def doc_row(
    prepared: Prepared, number: int, values: list[int], parts: Mapping[str, int], tiered: Collection[str]
) -> DocRow:
    """`values` are the entry's facet values, `parts` the numbers of part keys, `tiered` the terms with tiers."""
    lexemes = prepared.lexemes
    for key, held in prepared.parts.items():
        part = parts[key]
        lexemes[markers.part(part)] = []
        for term, places in held.items():
            lexemes[markers.part(part, term)] = places
    if tiered:
        for term in prepared.impacts.keys() & tiered:
            for marker in markers.tiers(term, prepared.impacts[term]):
                lexemes[marker] = []
    for marker in (*map(markers.value, values), *markers.samples(number)):
        lexemes[marker] = []
    if prepared.overflow:
        lexemes[markers.overflow(number)] = []
    return DocRow(number, prepared.entry.published, values, tsvector(lexemes))


def score_row(prepared: Prepared, number: int, terms: Mapping[str, int]) -> ScoreRow:
    """The impacts of an entry by the numbers of its terms."""
    return ScoreRow(number, [terms[term] for term in prepared.impacts], impact_bytes(prepared))


def impact_bytes(prepared: Prepared) -> bytes:
    """A byte a term; the one before the first answers for a term that is not there."""
    return bytes((0, *prepared.impacts.values()))


def passages_json(passages: tuple[Passage, ...]) -> list[dict]:
    """Passages as they are kept for showing, empty fields left out."""
    return [{name: value for name, value in vars(passage).items() if value} for passage in passages]
