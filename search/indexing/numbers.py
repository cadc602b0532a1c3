"""Numbers for terms, words, parts and facet values, and how many entries have each.

Callers hold the index's lock (`store.lock`), so nobody else adds or counts at the same time.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from psycopg.types.json import Jsonb

from search.analysis import korean, words_of
from search.analysis.letters import IDEOGRAPHIC
from search.entries import Value
from search.indexing import schema
from search.indexing.common import FLAGS, Common


@dataclass(frozen=True)
class Vocabulary:
    """Numbers of terms, and those terms which are common."""

    numbers: dict[str, int]
    common: Common


def of_terms(terms: Iterable[str]) -> Vocabulary:
    """Numbers of `terms`, new ones where they have none yet."""
    wanted = sorted(set(terms))
    with connection.cursor() as cursor:
        # Not by a join: the planner would read the whole table for the few hundred terms of an entry.
        cursor.execute(
            f"SELECT lexeme, id, {FLAGS} FROM {schema.LIVE}.term WHERE lexeme = ANY(%s)",
            [wanted],
        )
        found = cursor.fetchall()
        numbers = {lexeme: number for lexeme, number, *_ in found}
        if fresh := [term for term in wanted if term not in numbers]:
            cursor.execute(_NEW_TERMS, [fresh])
            numbers.update(cursor.fetchall())
    return Vocabulary(numbers, Common.flagged(found))


def of_words(words: Iterable[str]) -> dict[str, int]:
    """Numbers of the words that suggestions and corrections know."""
    wanted = sorted(set(words))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word, id FROM {schema.LIVE}.word WHERE word = ANY(%s)", [wanted])
        numbers = dict(cursor.fetchall())
        if fresh := [word for word in wanted if word not in numbers]:
            cursor.execute(_NEW_WORDS, [fresh, [letters(word) for word in fresh]])
            numbers.update(cursor.fetchall())
        return numbers


def of_parts(keys: Iterable[str]) -> dict[str, int]:
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key, id FROM {schema.LIVE}.part WHERE key = ANY(%s)", [wanted])
        numbers = dict(cursor.fetchall())
        # Not by ON CONFLICT, which would use up a number each time.
        if fresh := [key for key in wanted if key not in numbers]:
            cursor.execute(
                f"INSERT INTO {schema.LIVE}.part (key) SELECT unnest(%s::text[]) RETURNING key, id", [fresh]
            )
            numbers.update(cursor.fetchall())
        return numbers


def of_values(values: Iterable[Value]) -> dict[tuple[str, str], int]:
    """Numbers of facet values; their labels become the given ones, and `stat` then tells that some have changed."""
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
        if any(renamed for (renamed,) in cursor.fetchall()):
            cursor.execute(f"UPDATE {schema.LIVE}.stat SET names = names + 1")
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
    """Add `deltas` to the counts of rows; terms and words that nobody has any more are forgotten. Pairs of syllables stay
    until the next rebuild: they may stand over spaces, which nobody counts."""
    by_delta: dict[int, list[int]] = defaultdict(list)
    for number, delta in deltas.items():
        by_delta[delta].append(number)
    by_delta.pop(0, None)
    with connection.cursor() as cursor:
        for delta, changed in by_delta.items():  # hardly ever more than two, and no join either
            cursor.execute(
                f"UPDATE {schema.LIVE}.{table} SET {column} = {column} + %s WHERE id = ANY(%s) RETURNING id, {column}",
                [delta, changed],
            )
            gone = [number for number, left in cursor.fetchall() if left <= 0] if delta < 0 else []
            if gone and table in _FORGOTTEN:
                cursor.execute(_FORGOTTEN[table], {"gone": gone, "pair": _PAIR})


_PAIR = f"^{IDEOGRAPHIC.pattern}{{2}}$"
_FORGOTTEN = {
    "term": f"DELETE FROM {schema.LIVE}.term WHERE id = ANY(%(gone)s) AND lexeme !~ %(pair)s",
    "word": f"DELETE FROM {schema.LIVE}.word WHERE id = ANY(%(gone)s)",
}
_NEW_TERMS = f"INSERT INTO {schema.LIVE}.term (lexeme, df) SELECT unnest(%s::text[]), 0 RETURNING lexeme, id"
_NEW_WORDS = f"""
INSERT INTO {schema.LIVE}.word (word, letters, df)
SELECT *, 0 FROM unnest(%s::text[], %s::text[]) RETURNING word, id"""
_VALUES = f"""
INSERT INTO {schema.LIVE}.facet AS old (facet, value, label, labels, tsv, n)
SELECT *, 0 FROM unnest(%s::text[], %s::text[], %s::text[], %s::jsonb[], %s::tsvector[])
ON CONFLICT (facet, value) DO UPDATE SET label = excluded.label, labels = excluded.labels, tsv = excluded.tsv
WHERE (old.label, old.labels) IS DISTINCT FROM (excluded.label, excluded.labels) RETURNING old.xmax <> 0"""
