"""Rows of the index in the binary form of COPY: PostgreSQL has no text to read then.

Values are in the form that their types' receiving functions take, `array_recv` and so on in PostgreSQL's source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from struct import Struct, pack
from typing import NamedTuple

import numpy as np
import orjson
from django.db import connection
from numpy.typing import NDArray

from search.entries import Entry, Passage
from search.indexing import codes, sequences
from search.indexing.common import Common, pairs
from search.indexing.documents import Prepared, tsvector
from search.indexing.lexicon import Ints
from search.indexing.weights import DIRECT, TIER_BYTES

_HEADER, _TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_NULL = b"\xff\xff\xff\xff"
_SHORT, _INT, _LONG = Struct(">h").pack, Struct(">i").pack, Struct(">q").pack
_EPOCH, _MICROSECOND = datetime(2000, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


class Rows(NamedTuple):
    """The rows of entries, by table; those of `overflow` as lines of text, for they hold tsvectors."""

    entry: list[bytes]
    doc: list[bytes]
    score: list[bytes]
    overflow: list[bytes]

    @classmethod
    def none(cls) -> Rows:
        return cls([], [], [], [])


_COLUMNS = {
    "entry": "id, source, key, language, title, shown, passages, words",
    "doc": "id, pub, f, facets, codes, sequence",
    "score": "id, pub, direct, terms, imps",
    "overflow": "entry, tsv",
}


class Impacts(NamedTuple):
    """An entry's impacts: `direct` by the numbers of terms, those of other terms behind a byte for what is not there."""

    direct: bytes
    terms: bytes
    others: bytes


class Made(NamedTuple):
    """What is computed of an entry, as its rows hold it."""

    words: bytes
    values: Sequence[int]
    codes: bytes
    sequence: bytes
    impacts: Impacts


class Held(NamedTuple):
    """The numbers of what an entry is found by: of its facet values, and of terms and parts by what they are called."""

    terms: Mapping[str, int]
    values: Sequence[int]
    parts: Mapping[str, int]


def copy(schema: str, rows: Rows, tables: Iterable[str] = Rows._fields) -> None:
    """Copy the rows of `tables` into those of `schema`."""
    for table in tables:
        if held := getattr(rows, table):
            plain = table == "overflow"
            statement = f"COPY {schema}.{table} ({_COLUMNS[table]}) FROM STDIN"
            with (
                connection.cursor() as cursor,
                cursor.copy(statement if plain else f"{statement} (FORMAT binary)") as into,
            ):
                into.write(b"".join(held if plain else [_HEADER, *held, _TRAILER]))


def add(rows: Rows, entry: Entry, number: int, made: Made) -> None:
    """Add what the index holds of an entry, which it knows as `number`."""
    rows.entry.append(
        _row(
            _LONG(number),
            entry.source.encode(),
            _LONG(entry.key),
            entry.language.encode(),
            entry.title.encode(),
            b"\1" + orjson.dumps(entry.shown),  # the version of jsonb's form
            passages_json(entry.passages),
            made.words,
        )
    )
    pub = _moment(entry.published)
    facets = pack(f">{len(made.values)}i", *made.values)
    rows.doc.append(_row(_LONG(number), pub, array(made.values), facets, made.codes, made.sequence))
    rows.score.append(_row(_LONG(number), pub, *made.impacts))


def add_prepared(
    rows: Rows, prepared: Prepared, number: int, words: Iterable[int], held: Held, common: Common
) -> None:
    """The same of an entry that was analysed alone; `words` are the numbers of its words."""
    made = Made(
        array(words),
        held.values,
        array(found_by(prepared, number, held, common)),
        sequences.of_prepared(prepared, held.terms, held.parts),
        _impacts({held.terms[term]: impact for term, impact in prepared.impacts.items()}),
    )
    add(rows, prepared.entry, number, made)
    add_overflow(rows, prepared, number)


def add_overflow(rows: Rows, prepared: Prepared, number: int) -> None:
    """Add what lies past the places of its sequence."""
    rows.overflow.extend(f"{number}\t{tsvector(text)}\n".encode() for text in prepared.overflow)


def passages_json(passages: tuple[Passage, ...]) -> bytes:
    """Passages as they are kept for showing, empty fields left out."""
    return orjson.dumps(
        [{name: value for name, value in vars(passage).items() if value} for passage in passages]
    )


def _row(*values: bytes | None) -> bytes:
    parts = [_SHORT(len(values))]
    for value in values:
        parts += (_NULL,) if value is None else (_INT(len(value)), value)
    return b"".join(parts)


def _moment(moment: datetime | None) -> bytes | None:
    return None if moment is None else _LONG((moment - _EPOCH) // _MICROSECOND)


def _impacts(by_number: dict[int, int]) -> Impacts:
    """Of the others those with the lowest numbers first: commoner words were met earlier, are asked for more often, and
    are looked for from the beginning on."""
    direct, others = bytearray(DIRECT), sorted(number for number in by_number if number >= DIRECT)
    for number in by_number.keys() - set(others):
        direct[number] = by_number[number]
    return Impacts(bytes(direct), array(others), bytes([0, *map(by_number.__getitem__, others)]))


def array(numbers: Iterable[int]) -> bytes:
    """Integers, each with its length before it."""
    held = [*numbers]
    sized = [4] * (2 * len(held))
    sized[1::2] = held
    return array_head(len(held)) + pack(f">{len(sized)}i", *sized)


def arrays(owner: Ints, numbers: Ints, count: int) -> list[bytes]:
    """The numbers of so many owners as integer arrays in binary form; owners must be in order."""
    bounds = np.searchsorted(owner, np.arange(count + 1)).tolist()
    sized = np.empty((len(numbers), 2), ">i4")
    sized[:, 0], sized[:, 1] = 4, numbers
    written = sized.tobytes()
    return [array_head(end - begin) + written[8 * begin : 8 * end] for begin, end in pairwise(bounds)]


def array_head(size: int) -> bytes:
    """What stands before so many integers (23)."""
    return pack(">5i", 1, 0, 23, size, 1) if size else pack(">3i", 0, 0, 23)


def found_by(prepared: Prepared, number: int, held: Held, common: Common) -> list[int]:
    """The codes of the entry `number`, in order. What goes on in `overflow` has its pairs of common words here."""

    def numbers(terms: Iterable[str]) -> NDArray[np.int64]:
        return np.array([held.terms[term] for term in terms], np.int64)

    found = [numbers(prepared.impacts), numbers(prepared.links)]
    found.append(codes.title(numbers(prepared.title.terms & common.scoped)))
    for key, texts in prepared.parts.items():
        scoped = set().union(*(text.terms for text in texts)) & common.scoped
        found.append(codes.part(held.parts[key], numbers(scoped)))
    following = [pairs(text, common.paired) for text in (*prepared.streams, *prepared.overflow)]
    for apart, code in ((False, codes.pair), (True, codes.near)):
        own = set().union(*(each[apart] for each in following))
        found.append(code(numbers(one for one, _other in own), numbers(other for _one, other in own)))
    common_here = [*(prepared.impacts.keys() & common.tiered)]
    for level, least in enumerate(TIER_BYTES):
        strong = [term for term in common_here if prepared.impacts[term] >= least]
        found.append(codes.tier(level, numbers(strong)))
    own = [codes.EVERY, *map(codes.value, held.values), *codes.samples(number)]
    own += [codes.overflow(number)] if prepared.overflow else []
    return np.unique(np.concatenate([*found, np.array(own)])).tolist()
