"""Numbers for terms, words, parts and facet values, and how many entries have each.

Callers hold the index's lock (`store.lock`), so nobody else adds or counts at the same time.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from psycopg.types.json import Jsonb

from search.analysis import korean, words_of
from search.entries import Value
from search.indexing import schema
from search.indexing.common import Common


@dataclass(frozen=True)
class Vocabulary:
    """Numbers of terms, and those terms which are common."""

    numbers: dict[str, int]
    common: Common


def of_terms(terms: Iterable[str]) -> Vocabulary:
    """Numbers of `terms`, new ones where they have none yet."""
    with connection.cursor() as cursor:
        cursor.execute(_TERMS, [sorted(set(terms))])
        rows = cursor.fetchall()
    numbers = {lexeme: number for number, lexeme, *_ in rows}
    tiered = frozenset(lexeme for _number, lexeme, tiered, _paired in rows if tiered)
    paired = frozenset(lexeme for _number, lexeme, _tiered, paired in rows if paired)
    return Vocabulary(numbers, Common(tiered, paired))


def of_words(words: Iterable[str]) -> dict[str, int]:
    """Numbers of the words that suggestions and corrections know."""
    wanted = sorted(set(words))
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [wanted, [letters(word) for word in wanted]])
        return {word: number for number, word in cursor.fetchall()}


def of_parts(keys: Iterable[str]) -> dict[str, int]:
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {schema.LIVE}.part (key) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", [wanted]
        )
        cursor.execute(f"SELECT key, id FROM {schema.LIVE}.part WHERE key = ANY(%s)", [wanted])
        return dict(cursor.fetchall())


def of_values(values: Iterable[Value]) -> dict[tuple[str, str], int]:
    """Numbers of facet values; their labels become the given ones."""
    wanted = {(value.facet, value.key): value for value in values}
    rows = [wanted[key] for key in sorted(wanted)]
    with connection.cursor() as cursor:
        cursor.execute(
            _VALUES,
            [
                [value.facet for value in rows],
                [value.key for value in rows],
                [value.label for value in rows],
                [Jsonb(value.labels) for value in rows],
                [names_vector(value) for value in rows],
            ],
        )
        cursor.execute(
            f"SELECT facet, value, id FROM {schema.LIVE}.facet WHERE (facet, value) IN "
            "(SELECT * FROM unnest(%s::text[], %s::text[]))",
            [[value.facet for value in rows], [value.key for value in rows]],
        )
        return {(facet, key): number for facet, key, number in cursor.fetchall()}


def letters(word: str) -> str:
    """A word for counting mistakes: Korean without endings, its syllables taken apart into their letters."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFD", korean.stem(word) if "\uac00" <= word[-1] <= "\ud7a3" else word)


def names_vector(value: Value) -> str:
    """The words of a value's names as a tsvector, whole: what as-you-type suggestions look through."""
    found = {
        word.surface
        for name in (value.label, *value.labels.values())
        for word in words_of(name)
        if word.surface
    }
    return " ".join(f"'{word}'" for word in sorted(found))


def count(table: str, column: str, deltas: Counter[int]) -> None:
    """Add `deltas` to the counts of rows; terms and words that nobody has any more are forgotten."""
    changed = [(number, delta) for number, delta in deltas.items() if delta]
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {schema.LIVE}.{table} SET {column} = {column} + delta "
            "FROM unnest(%s::int[], %s::int[]) AS change (number, delta) WHERE id = number",
            [[number for number, _ in changed], [delta for _, delta in changed]],
        )
        fewer = [number for number, delta in changed if delta < 0]
        if fewer and table != "facet":
            cursor.execute(f"DELETE FROM {schema.LIVE}.{table} WHERE id = ANY(%s) AND {column} <= 0", [fewer])


_TERMS = f"""
WITH wanted AS (SELECT unnest(%s::text[]) COLLATE "C" AS lexeme),
     found AS (SELECT id, lexeme, tiered, paired FROM wanted JOIN {schema.LIVE}.term USING (lexeme)),
     fresh AS (INSERT INTO {schema.LIVE}.term (lexeme, df)
               SELECT lexeme, 0 FROM wanted WHERE lexeme NOT IN (SELECT lexeme FROM found)
               RETURNING id, lexeme, tiered, paired)
SELECT * FROM found UNION ALL SELECT * FROM fresh"""
_WORDS = f"""
WITH wanted AS (SELECT * FROM unnest(%s::text[], %s::text[]) AS w (word, letters)),
     found AS (SELECT id, word FROM wanted JOIN {schema.LIVE}.word USING (word)),
     fresh AS (INSERT INTO {schema.LIVE}.word (word, letters, df)
               SELECT word, letters, 0 FROM wanted WHERE word NOT IN (SELECT word FROM found)
               RETURNING id, word)
SELECT * FROM found UNION ALL SELECT * FROM fresh"""
_VALUES = f"""
INSERT INTO {schema.LIVE}.facet AS old (facet, value, label, labels, tsv, n)
SELECT *, 0 FROM unnest(%s::text[], %s::text[], %s::text[], %s::jsonb[], %s::tsvector[])
ON CONFLICT (facet, value) DO UPDATE SET label = excluded.label, labels = excluded.labels, tsv = excluded.tsv
WHERE (old.label, old.labels) IS DISTINCT FROM (excluded.label, excluded.labels)"""
