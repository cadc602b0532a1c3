"""Numbers for terms, words, parts and facet values, and how many entries have each.

Callers hold the index's lock (`store.lock`), so nobody else adds or counts at the same time.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

import orjson
from django.db import connection
from psycopg.types.json import Jsonb

from search.analysis import korean, words_of
from search.analysis.letters import IDEOGRAPHIC
from search.entries import Value
from search.indexing import schema
from search.indexing.common import Common


@dataclass(frozen=True)
class Vocabulary:
    """Numbers of terms, and those terms which are common."""

    numbers: dict[str, int]
    common: Common


def of_terms(now: Counter[str], before: Counter[int], others: Iterable[str]) -> Vocabulary:
    """Numbers of terms, new ones where they have none yet. Those that entries have `now` are counted as often, and no
    longer as often as they had numbers `before`; `others` are not counted."""
    found = _TERMS.recount(now, before)
    found |= _TERMS.of({*others} - found.keys())
    known = [(term, *row) for term, row in found.items() if len(row) > 1]
    return Vocabulary({term: row[0] for term, row in found.items()}, Common.flagged(known))


def of_words(now: Counter[str], before: Counter[int]) -> dict[str, int]:
    """The same of the words that suggestions and corrections know."""
    return {word: row[0] for word, row in _WORDS.recount(now, before).items()}


@dataclass(frozen=True)
class _Names:
    """A table of names with their numbers, and counted. `read` are the columns that are read with a number; `made` that
    are made of a name when it is new."""

    table: str
    name: str
    read: tuple[str, ...] = ()
    made: dict[str, Callable[[str], str]] = field(default_factory=dict)

    def recount(self, now: Counter[str], before: Counter[int]) -> dict[str, tuple]:
        """For each name that is counted `now`, its number and what is read with it; of a new one, only its number."""
        held = self._read("id = ANY(%s::int[])", _array(before)) if before else {}
        change = now.copy()
        change.subtract({name: before[row[0]] for name, row in held.items()})
        count(
            self.table, "df", Counter({held[name][0]: delta for name, delta in change.items() if delta < 0})
        )
        found = {name: row for name, row in held.items() if name in now}
        for delta, names in _by_delta(change):
            if delta > 0:
                found |= self._raise(names, delta)
        return found | self._add({name: n for name, n in now.items() if name not in found})

    def of(self, names: Collection[str]) -> dict[str, tuple]:
        """The same, without counting."""
        found = self._read(f"{self.name} = {_ANY}", _TAB.join(sorted(names))) if names else {}
        return found | self._add({name: 0 for name in names if name not in found})

    def _read(self, condition: str, wanted: str) -> dict[str, tuple]:
        # Not by a join: the planner would read the whole table for the few hundred names of an entry.
        return self._rows(f"SELECT {self._columns} FROM {{table}} WHERE {condition}", [wanted])

    def _raise(self, names: list[str], delta: int) -> dict[str, tuple]:
        statement = f"UPDATE {{table}} SET df = df + %s WHERE {self.name} = {_ANY} RETURNING {self._columns}"
        return self._rows(statement, [delta, _TAB.join(sorted(names))])

    def _add(self, counts: dict[str, int]) -> dict[str, tuple]:
        if not counts:
            return {}
        names = sorted(counts)
        columns = [names, *(map(make, names) for make in self.made.values())]
        statement = (
            f"INSERT INTO {{table}} (df, {', '.join([self.name, *self.made])}) "
            f"SELECT * FROM unnest({', '.join(['%s::int[]', *([_NAMES] * len(columns))])}) RETURNING {self.name}, id"
        )
        return self._rows(statement, [_array(map(counts.get, names)), *map(_TAB.join, columns)])

    @property
    def _columns(self) -> str:
        return ", ".join([self.name, "id", *self.read])

    def _rows(self, statement: str, params: list) -> dict[str, tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table=f"{schema.LIVE}.{self.table}"), params)
            return {name: tuple(row) for name, *row in cursor.fetchall()}


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
    with connection.cursor() as cursor:
        cursor.execute(_VALUES, [[facet for facet, _key in wanted], [key for _facet, key in wanted]])
        held = {
            (facet, key): (number, label, orjson.loads(labels))
            for facet, key, number, label, labels in cursor.fetchall()
        }
    numbers = {key: number for key, (number, *_labels) in held.items()}
    changed = [key for key, value in wanted.items() if held.get(key, (0,))[1:] != (value.label, value.labels)]
    return numbers | _written([wanted[key] for key in sorted(changed)]) if changed else numbers


def _written(values: list[Value]) -> dict[tuple[str, str], int]:
    with connection.cursor() as cursor:
        cursor.execute(
            _NEW_VALUES,
            [
                [value.facet for value in values],
                [value.key for value in values],
                [value.label for value in values],
                [Jsonb(value.labels) for value in values],
                [names_vector(value) for value in values],
            ],
        )
        rows = cursor.fetchall()
        if any(renamed for *_row, renamed in rows):
            cursor.execute(f"UPDATE {schema.LIVE}.stat SET names = names + 1")
        return {(facet, key): number for facet, key, number, _renamed in rows}


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
    with connection.cursor() as cursor:
        for delta, changed in _by_delta(deltas):
            cursor.execute(
                f"UPDATE {schema.LIVE}.{table} SET {column} = {column} + %s WHERE id = ANY(%s::int[]) "
                f"RETURNING id, {column}",
                [delta, _array(changed)],
            )
            gone = [number for number, left in cursor.fetchall() if left <= 0] if delta < 0 else []
            if gone and table in _FORGOTTEN:
                cursor.execute(_FORGOTTEN[table], {"gone": gone, "pair": _PAIR})


def _array(numbers: Iterable[int]) -> str:
    """A list in PostgreSQL's own notation. The driver takes a millisecond for the lists of an entry."""
    return f"{{{','.join(map(str, numbers))}}}"


def _by_delta[T](deltas: Counter[T]) -> list[tuple[int, list[T]]]:
    """What changes by the same: hardly ever more than two lists. Not what does not change."""
    found: dict[int, list[T]] = defaultdict(list)
    for name, delta in deltas.items():
        found[delta].append(name)
    found.pop(0, None)
    return list(found.items())


_TAB = "\t"  # no name holds one
_NAMES = r"string_to_array(%s, E'\t')"
_ANY = f"ANY({_NAMES})"
_TERMS = _Names("term", "lexeme", read=Common._fields)
_WORDS = _Names("word", "word", made={"letters": letters})
_PAIR = f"^{IDEOGRAPHIC.pattern}{{2}}$"
_FORGOTTEN = {
    "term": f"DELETE FROM {schema.LIVE}.term WHERE id = ANY(%(gone)s) AND lexeme !~ %(pair)s",
    "word": f"DELETE FROM {schema.LIVE}.word WHERE id = ANY(%(gone)s)",
}
_VALUES = f"""
SELECT facet, value, id, label, labels::text FROM {schema.LIVE}.facet
 WHERE (facet, value) IN (SELECT * FROM unnest(%s::text[], %s::text[]))"""
_NEW_VALUES = f"""
INSERT INTO {schema.LIVE}.facet AS old (facet, value, label, labels, tsv, n)
SELECT *, 0 FROM unnest(%s::text[], %s::text[], %s::text[], %s::jsonb[], %s::tsvector[])
ON CONFLICT (facet, value) DO UPDATE SET label = excluded.label, labels = excluded.labels, tsv = excluded.tsv
RETURNING facet, value, id, old.xmax <> 0"""
