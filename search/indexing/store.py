"""Entries into the live index and out of it, inside the caller's transaction: what commits is found, at once.

One writer at a time: counts of common words are shared by nearly all entries, so that writers would wait for each
other anyway, and in an order that nobody can promise. Analysing happens before the lock is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import connection, transaction

from search.entries import Entry
from search.indexing import numbers, rows, schema
from search.indexing.documents import Prepared, prepare, tsvector
from search.indexing.overflow import vectors
from search.models import Change

_LOCK = 0x5EA6C4


@dataclass
class _Held:
    """The numbers of an entry's terms, words and facet values."""

    terms: list[int]
    words: list[int]
    values: list[int]


@dataclass
class _Before(_Held):
    """What the index held of an entry so far."""

    number: int


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
        for source in {entry.source for entry in entries}:
            Change.note_for_rebuild(source, [entry.key for entry in entries if entry.source == source])


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
        with connection.cursor() as cursor:
            for table, column in (("doc", "id"), ("score", "id"), ("entry", "id"), ("overflow", "entry")):
                cursor.execute(f"DELETE FROM {schema.LIVE}.{table} WHERE {column} = ANY(%s)", [ids])
            cursor.execute(f"UPDATE {schema.LIVE}.stat SET n = n - %s", [len(ids)])
        for table, column, held in _COUNTS:
            gone = Counter(number for row in before for number in getattr(row, held))
            numbers.count(table, column, Counter({number: -n for number, n in gone.items()}))
        Change.note_for_rebuild(source, keys)


def _usual_length() -> float:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT usual FROM {schema.LIVE}.stat")
        return cursor.fetchone()[0]


def _before(keys: Sequence[tuple[str, int]]) -> dict[tuple[str, int], _Before]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.source, e.key, s.terms, e.words, d.f, e.id FROM {schema.LIVE}.entry e "
            f"JOIN {schema.LIVE}.score s USING (id) JOIN {schema.LIVE}.doc d USING (id) "
            "WHERE (e.source, e.key) IN (SELECT * FROM unnest(%s::text[], %s::bigint[]))",
            [[source for source, _ in keys], [key for _, key in keys]],
        )
        return {(source, key): _Before(*held) for source, key, *held in cursor.fetchall()}


def _write(prepared: list[Prepared], before: dict[tuple[str, int], _Before]) -> None:
    vocabulary = numbers.of_terms(term for item in prepared for term in item.impacts)
    words = numbers.of_words(word for item in prepared for word in item.surfaces)
    parts = numbers.of_parts(key for item in prepared for key in item.parts)
    values = numbers.of_values(value for item in prepared for value in item.entry.facets)
    held = [
        _Held(
            [vocabulary.numbers[term] for term in item.impacts],
            [words[word] for word in item.surfaces],
            [values[value.facet, value.key] for value in item.entry.facets],
        )
        for item in prepared
    ]
    ids = _write_entries(prepared, held)
    docs, scores = [], []
    for item, number, own in zip(prepared, ids, held, strict=True):
        tsv = rows.numbered(
            rows.vector(item, vocabulary.common, vectors(item.overflow)),
            number,
            own.values,
            {key: parts[key] for key in item.parts},
            overflow=bool(item.overflow),
        )
        docs.append(rows.DocRow(number, item.entry.published, rows.array(own.values), tsv))
        scores.append(rows.ScoreRow(number, rows.array(own.terms), rows.impact_bytes(item)))
    _write_docs([row.number for row in before.values()], docs, scores)
    _write_overflow(prepared, ids)
    for table, column, field in _COUNTS:
        deltas = Counter(chain.from_iterable(getattr(own, field) for own in held))
        deltas.subtract(chain.from_iterable(getattr(old, field) for old in before.values()))
        numbers.count(table, column, deltas)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {schema.LIVE}.stat SET n = n + %s", [len(prepared) - len(before)])


def _write_entries(prepared: list[Prepared], held: list[_Held]) -> list[int]:
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
                [rows.json(entry.shown) for entry in entries],
                [rows.passages_json(entry.passages) for entry in entries],
                [rows.array(own.words) for own in held],
            ],
        )
        ids = {(source, key): number for source, key, number in cursor.fetchall()}
    return [ids[entry.source, entry.key] for entry in entries]


def _write_docs(gone: list[int], docs: list[rows.DocRow], scores: list[rows.ScoreRow]) -> None:
    with connection.cursor() as cursor:
        for target, table_rows in (("doc (id, pub, f, tsv)", docs), ("score (id, terms, imps)", scores)):
            if gone:
                cursor.execute(f"DELETE FROM {schema.LIVE}.{target.split()[0]} WHERE id = ANY(%s)", [gone])
            with cursor.copy(f"COPY {schema.LIVE}.{target} FROM STDIN") as copy:
                for row in table_rows:
                    copy.write_row(row)


def _write_overflow(prepared: list[Prepared], ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {schema.LIVE}.overflow WHERE entry = ANY(%s)", [ids])
        cursor.executemany(
            f"INSERT INTO {schema.LIVE}.overflow (entry, tsv) VALUES (%s, %s::tsvector)",
            [
                (number, tsvector(lexemes))
                for item, number in zip(prepared, ids, strict=True)
                for lexemes in vectors(item.overflow)
            ],
        )


_ENTRIES = f"""
INSERT INTO {schema.LIVE}.entry (source, key, language, title, shown, passages, words)
SELECT source, key, language, title, shown, passages, words::int[]
  FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::jsonb[], %s::jsonb[], %s::text[])
       AS e (source, key, language, title, shown, passages, words)
    ON CONFLICT (source, key) DO UPDATE SET language = excluded.language, title = excluded.title,
       shown = excluded.shown, passages = excluded.passages, words = excluded.words
RETURNING source, key, id"""
