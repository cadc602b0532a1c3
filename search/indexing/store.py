"""Entries into the live index and out of it, inside the caller's transaction: what commits is found, at once.

One writer at a time: counts of common words are shared by nearly all entries, so that writers would wait for each
other anyway, and in an order that nobody can promise. Analysing happens before the lock is taken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import orjson
from django.db import connection, transaction

from search.entries import Entry
from search.indexing import numbers, rows, schema
from search.indexing.documents import Prepared, prepare
from search.indexing.rows import Held, Rows
from search.models import Change, Rebuild

_LOCK = 0x5EA6C4


@dataclass
class _Counted:
    """The numbers of an entry's terms, words and facet values."""

    terms: list[int]
    words: list[int]
    values: list[int]


@dataclass
class _Before(_Counted):
    """What the index held of an entry so far."""

    number: int


_REPLACED = ("doc", "score", "overflow")  # whose rows are written anew with an entry
# Tables of counts, their columns, and whose numbers they count.
_COUNTS = (("term", "df", "terms"), ("word", "df", "words"), ("facet", "n", "values"))


def lock() -> None:
    """Be the only writer until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def index(entries: Collection[Entry]) -> None:
    """Make `entries` findable as they are now, replacing what was there under their sources and keys."""
    if not entries:
        return
    with transaction.atomic():
        usual = _usual_length()
        prepared = [prepare(entry, usual) for entry in entries]
        lock()
        before = _before([(entry.source, entry.key) for entry in entries])
        _write(prepared, before)
        _finish(len(prepared) - len(before), [(entry.source, entry.key) for entry in entries])


def later(source: str, keys: Collection[int]) -> None:
    """Note entries for `catch_up`: what the index holds of them stays until then. For imports, where taking each
    batch in at once costs more than making the index anew at the end."""
    Change.note(source, keys)


def waiting() -> int:
    """How many entries were noted and not taken over yet."""
    return Change.objects.values("source", "key").distinct().count()


def remove(source: str, keys: Collection[int]) -> None:
    """Nothing of these entries is found any more, nor suggested. Keys that are not there are ignored."""
    if not keys:
        return
    with transaction.atomic():
        lock()
        before = list(_before([(source, key) for key in keys]).values())
        ids = [row.number for row in before]
        _delete(ids, ("entry", *_REPLACED))
        for table, column, held in _COUNTS:
            gone = _counted(before, held)
            numbers.count(table, column, Counter({number: -n for number, n in gone.items()}))
        _finish(-len(ids), [(source, key) for key in keys])


def _delete(ids: list[int], tables: Collection[str]) -> None:
    """Delete rows of the entries with these numbers."""
    if not ids:
        return
    with connection.cursor() as cursor:
        for table in tables:
            column = "entry" if table == "overflow" else "id"
            cursor.execute(f"DELETE FROM {schema.LIVE}.{table} WHERE {column} = ANY(%s)", [ids])


def _usual_length() -> float:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT usual FROM {schema.LIVE}.stat")
        return cursor.fetchone()[0]


def _before(keys: Sequence[tuple[str, int]]) -> dict[tuple[str, int], _Before]:
    by_source: dict[str, list[int]] = defaultdict(list)
    for source, key in keys:
        by_source[source].append(key)
    with connection.cursor() as cursor:
        ids = []
        for source, own in by_source.items():
            cursor.execute(
                f"SELECT id FROM {schema.LIVE}.entry WHERE source = %s AND key = ANY(%s)", [source, own]
            )
            ids += [number for (number,) in cursor.fetchall()]
        if not ids:  # most often: planning the join takes longer than this
            return {}
        cursor.execute(
            f"SELECT e.source, e.key, s.direct, s.terms, e.words, d.f, e.id FROM {schema.LIVE}.entry e "
            f"JOIN {schema.LIVE}.score s USING (id) JOIN {schema.LIVE}.doc d USING (id) WHERE e.id = ANY(%s)",
            [ids],
        )
        return {
            (source, key): _Before([*_places(direct), *terms], *held)
            for source, key, direct, terms, *held in cursor.fetchall()
        }


def _places(direct: bytes) -> list[int]:
    """The numbers of terms that have a byte."""
    return [number for number, impact in enumerate(bytes(direct)) if impact]


def _write(prepared: list[Prepared], before: dict[tuple[str, int], _Before]) -> None:
    had = {column: _counted(before.values(), column) for _table, _column, column in _COUNTS}
    vocabulary = numbers.of_terms(
        Counter(term for item in prepared for term in item.impacts),
        had["terms"],
        [term for item in prepared for term in item.links],
    )
    words = numbers.of_words(Counter(word for item in prepared for word in item.surfaces), had["words"])
    parts = numbers.of_parts(key for item in prepared for key in item.parts)
    values = numbers.of_values(value for item in prepared for value in item.entry.facets)
    held = [
        _Counted(
            [vocabulary.numbers[term] for term in item.impacts],
            [words[word] for word in item.surfaces],
            [values[value.facet, value.key] for value in item.entry.facets],
        )
        for item in prepared
    ]
    changed = _counted(held, "values")
    changed.subtract(had["values"])
    numbers.count("facet", "n", changed)
    ids = _write_entries(prepared, held)
    made = Rows.none()
    for item, number, own in zip(prepared, ids, held, strict=True):
        numbered = Held(vocabulary.numbers, own.values, parts)
        rows.add_prepared(made, item, number, own.words, numbered, vocabulary.common)
    _delete([row.number for row in before.values()], _REPLACED)
    rows.copy(schema.LIVE, made, _REPLACED)


def _finish(more: int, written: Iterable[tuple[str, int]]) -> None:
    """Count `more` entries, and note what was written if a rebuild is running, which may have read it before."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [more, Rebuild.State.RUNNING])
        if cursor.fetchone()[0]:
            Change.objects.bulk_create(Change(source=source, key=key) for source, key in written)


_COUNTED = f"""
UPDATE {schema.LIVE}.stat SET n = n + %s
RETURNING EXISTS (SELECT FROM {Rebuild._meta.db_table} WHERE state = %s)"""


def _counted(of: Iterable[_Counted], field: str) -> Counter[int]:
    """How many of them have each of their numbers of a kind."""
    return Counter(chain.from_iterable(getattr(each, field) for each in of))


def _write_entries(prepared: list[Prepared], held: list[_Counted]) -> list[int]:
    """Numbers of the entries, in their order."""
    entries = [item.entry for item in prepared]
    with connection.cursor() as cursor:
        cursor.execute(
            _ENTRIES,
            [
                [entry.source for entry in entries],
                [entry.key for entry in entries],
                [entry.language for entry in entries],
                [entry.title for entry in entries],
                [orjson.dumps(entry.shown).decode() for entry in entries],
                [rows.passages_json(entry.passages).decode() for entry in entries],
                [f"{{{','.join(map(str, own.words))}}}" for own in held],
            ],
        )
        ids = {(source, key): number for source, key, number in cursor.fetchall()}
    return [ids[entry.source, entry.key] for entry in entries]


_ENTRIES = f"""
INSERT INTO {schema.LIVE}.entry (source, key, language, title, shown, passages, words)
SELECT source, key, language, title, shown, passages, words::int[]
  FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::jsonb[], %s::json[], %s::text[])
       AS e (source, key, language, title, shown, passages, words)
    ON CONFLICT (source, key) DO UPDATE SET language = excluded.language, title = excluded.title,
       shown = excluded.shown, passages = excluded.passages, words = excluded.words
RETURNING source, key, id"""
