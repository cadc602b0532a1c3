"""Rows of the index made of a prepared entry and the numbers its terms, words, parts and facet values have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import orjson

from search.analysis import Places
from search.entries import Passage
from search.indexing import markers
from search.indexing.common import Common, pairs
from search.indexing.documents import Prepared, tsvector


class DocRow(NamedTuple):
    id: int
    pub: datetime | None
    f: str
    tsv: str


class ScoreRow(NamedTuple):
    id: int
    terms: str
    imps: bytes


def vector(prepared: Prepared, common: Common, overflow: Iterable[Places]) -> str:
    """The lexemes of an entry; its parts by their keys, since a number is not needed to analyse it.

    `overflow` is what goes on elsewhere: its pairs of common words are kept here.
    """
    lexemes = prepared.lexemes
    beside = [marker for places in (lexemes, *overflow) for marker in pairs(places, common.paired)]
    for key, held in prepared.parts.items():
        unnumbered = _unnumbered(key)
        for term, places in held.items():
            lexemes[f"{unnumbered}{term}"] = places
    for term in prepared.impacts.keys() & common.tiered:
        beside += markers.tiers(term, prepared.impacts[term])
    for marker in beside:
        lexemes[marker] = []
    return tsvector(lexemes)


def numbered(
    text: str, number: int, values: Iterable[int], parts: Mapping[str, int], *, overflow: bool
) -> str:
    """`vector`'s text with the numbers of the entry, its facet values and its parts; `overflow`: it goes on there."""
    marks = [*map(markers.value, values), *markers.samples(number)]
    for key, part in parts.items():
        text = text.replace(f"'{_unnumbered(key)}", f"'{markers.part(part)}")
        marks.append(markers.part(part))
    if overflow:
        marks.append(markers.overflow(number))
    return " ".join([text, *[f"'{mark}'" for mark in marks]])


def _unnumbered(key: str) -> str:
    return f"p<{key}>:"


def impact_bytes(prepared: Prepared) -> bytes:
    """A byte a term; the one before the first answers for a term that is not there."""
    return bytes((0, *prepared.impacts.values()))


def array(items: Iterable[int]) -> str:
    """Numbers as PostgreSQL writes an array of them: the driver takes ten times as long to write a list."""
    return f"{{{','.join(map(str, items))}}}"


def json(value: object) -> str:
    return orjson.dumps(value).decode()


def passages_json(passages: tuple[Passage, ...]) -> str:
    """Passages as they are kept for showing, empty fields left out."""
    return json([{name: value for name, value in vars(passage).items() if value} for passage in passages])
