"""An entry as a rebuild copies it, but for the numbers that only the whole index knows.

Made by processes beside the one that numbers and copies, so it is small and plain to hand over.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from search.entries import Entry, Value
from search.indexing import rows
from search.indexing.common import Common
from search.indexing.documents import prepare, tsvector
from search.indexing.overflow import vectors


class Made(NamedTuple):
    """`terms` in the order of `imps`; `tsv` as `rows.vector` leaves it; `shown` and `passages` are JSON.

    Terms and words stand in one text with spaces between: a list of them takes ten times as long to hand over.
    """

    source: str
    key: int
    language: str
    title: str
    published: datetime | None
    shown: str
    passages: str
    terms: str
    imps: bytes
    words: str
    facets: tuple[Value, ...]
    parts: list[str]
    tsv: str
    overflow: list[str]


def make(entry: Entry, usual: float, common: Common) -> Made:
    """Analyse an entry; `usual` is the length of a usual document in words."""
    prepared = prepare(entry, usual)
    overflow = list(vectors(prepared.overflow))
    return Made(
        entry.source,
        entry.key,
        entry.language,
        entry.title,
        entry.published,
        rows.json(entry.shown),
        rows.passages_json(entry.passages),
        " ".join(prepared.impacts),
        rows.impact_bytes(prepared),
        " ".join(prepared.surfaces),
        entry.facets,
        list(prepared.parts),
        rows.vector(prepared, common, overflow),
        [tsvector(lexemes) for lexemes in overflow],
    )
