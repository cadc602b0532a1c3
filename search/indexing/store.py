"""Entries into the live index and out of it, inside the caller's transaction: what commits is found, at once.

One writer at a time: counts of common words are shared by nearly all entries, so that writers would wait for each
other anyway, and in an order that nobody can promise. Analysing happens before the lock is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from search.entries import Entry
from search.indexing import numbers, rows, schema
from search.indexing.documents import Prepared, prepare, tsvector
from search.indexing.overflow import vectors
from search.models import Change

_LOCK = 0x5EA6C4


@dataclass
class _Before:
    """What the index held of an entry."""

    number: int
    terms: list[int]
    words: list[int]
    values: list[int]


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
        Change.note([(entry.source, entry.key) for entry in entries])


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
        for table, column, held in (
            ("term", "df", "terms"),
            ("word", "df", "words"),
            ("facet", "n", "values"),
        ):
            gone = Counter(number for row in before for number in getattr(row, held))
            numbers.count(table, column, Counter({number: -n for number, n in gone.items()}))
        Change.note([(source, key) for key in keys])


def _usual_length() -> float:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT usual FROM {schema.LIVE}.stat")
        return cursor.fetchone()[0]


def _before(keys: Sequence[tuple[str, int]]) -> dict[tuple[str, int], _Before]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.source, e.key, e.id, s.terms, e.words, d.f FROM {schema.LIVE}.entry e "
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
    word_lists = [[words[word] for word in item.surfaces] for item in prepared]
    ids = _write_entries(prepared, word_lists)
    docs, scores = [], []
    for item, number in zip(prepared, ids, strict=True):
        held = [values[value.facet, value.key] for value in item.entry.facets]
        docs.append(rows.doc_row(item, number, held, parts, vocabulary.tiered))
        scores.append(rows.score_row(item, number, vocabulary.numbers))
    _write_docs(docs, scores)
    _write_overflow(prepared, ids)
    old = before.values()
    for table, column, new, gone in (
        ("term", "df", (row.terms for row in scores), (row.terms for row in old)),
        ("word", "df", word_lists, (row.words for row in old)),
        ("facet", "n", (row.f for row in docs), (row.values for row in old)),
    ):
        deltas = Counter(number for held in new for number in held)
        deltas.subtract(number for held in gone for number in held)
        numbers.count(table, column, deltas)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {schema.LIVE}.stat SET n = n + %s", [len(prepared) - len(before)])


def _write_entries(prepared: list[Prepared], words: list[list[int]]) -> list[int]:
    statement = (
        f"INSERT INTO {schema.LIVE}.entry (source, key, language, title, shown, passages, words) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (source, key) DO UPDATE SET language = excluded.language, "
        "title = excluded.title, shown = excluded.shown, passages = excluded.passages, words = excluded.words "
        "RETURNING id"
    )
    ids = []
    with connection.cursor() as cursor:
        for item, held in zip(prepared, words, strict=True):
            entry = item.entry
            shown, passages = Jsonb(entry.shown), Jsonb(rows.passages_json(entry.passages))
            cursor.execute(
                statement, [entry.source, entry.key, entry.language, entry.title, shown, passages, held]
            )
            ids.append(cursor.fetchone()[0])
    return ids


def _write_docs(docs: list[rows.DocRow], scores: list[rows.ScoreRow]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {schema.LIVE}.doc (id, pub, f, tsv) VALUES (%s, %s, %s, %s::tsvector) "
            "ON CONFLICT (id) DO UPDATE SET pub = excluded.pub, f = excluded.f, tsv = excluded.tsv",
            docs,
        )
        cursor.executemany(
            f"INSERT INTO {schema.LIVE}.score (id, terms, imps) VALUES (%s, %s, %s) "
            "ON CONFLICT (id) DO UPDATE SET terms = excluded.terms, imps = excluded.imps",
            scores,
        )


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
