"""What the index knows about the words of a question: numbers, counts, beginnings, facet values."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from search import entries
from search.analysis import words_of
from search.indexing.common import FLAGS, Common
from search.indexing.schema import LIVE
from search.querying import editors
from search.querying.forms import key
from search.querying.groups import Known

MOST_ENDINGS = 12


def know(terms: Iterable[str]) -> Known:
    """Look `terms` up."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.lexeme, t.id, t.df, s.n, EXISTS (SELECT FROM {LIVE}.overflow), {FLAGS} FROM {LIVE}.stat s "
            f"LEFT JOIN {LIVE}.term t ON t.lexeme = ANY(%s)",
            [list(set(terms))],
        )
        rows = cursor.fetchall()
    found = [row for row in rows if row[0] is not None]
    return Known(
        numbers={lexeme: number for lexeme, number, *_ in found},
        df={lexeme: df for lexeme, _, df, *_ in found if df > 0},
        n=rows[0][3] if rows else 0,
        overflows=bool(rows) and rows[0][4],
        common=Common.flagged(found),
    )


def beginning(stem: str) -> list[str]:
    """The commonest terms that begin with `stem`, itself among them where it is one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT lexeme FROM (SELECT lexeme, df FROM {LIVE}.term WHERE lexeme >= %s AND lexeme < %s AND df > 0 "
            "LIMIT 20000) AS t ORDER BY lexeme <> %s, df DESC LIMIT %s",
            [stem, stem + "\U0010ffff", stem, MOST_ENDINGS],
        )
        return [lexeme for (lexeme,) in cursor.fetchall()]


def values(facet: str, wanted: Iterable[str]) -> dict[str, list[int]]:
    """For each of `wanted`, a key or a name: the numbers of the facet's values that it means, whole names first."""
    found: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        for text in wanted:
            cursor.execute(_VALUES, {"facet": facet, "text": text.strip(), "words": _all_words(text)})
            rows = cursor.fetchall()
            best = min((rank for _, rank in rows), default=0)
            found[text] = [number for number, rank in rows if rank == best]
    return found


def keys(wanted: dict[str, tuple[str, ...]]) -> dict[tuple[str, str], int]:
    """Numbers of facet values given by facet and keys."""
    pairs = [(facet, key) for facet, keys in wanted.items() for key in keys]
    if not pairs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT facet, value, id FROM {LIVE}.facet WHERE n > 0 AND (facet, value) IN "
            "(SELECT * FROM unnest(%s::text[], %s::text[]))",
            [[facet for facet, _ in pairs], [key for _, key in pairs]],
        )
        return {(facet, key): number for facet, key, number in cursor.fetchall()}


def counts(facet: str, keys: Iterable[str]) -> dict[str, int]:
    """How many entries have each of these values of a facet; those that none has are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT value, n FROM {LIVE}.facet WHERE facet = %s AND value = ANY(%s) AND n > 0",
            [facet, list(keys)],
        )
        return dict(cursor.fetchall())


def parts(keys: Iterable[str]) -> dict[str, list[int]]:
    """For each of `keys` as typed: the numbers of the parts that are called so, or begin so, in any language; in the plural
    too.

    Names that editors call synonyms of it count too.
    """
    typed_keys = list(keys)
    others = editors.synonyms(key(typed) for typed in typed_keys)
    found: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        for typed in typed_keys:
            wanted = "-".join(typed.lower().replace("-", " ").replace("_", " ").split())
            headed = set().union(*(entries.parts(name) for name in (typed, *others.get(key(typed), ()))))
            for begin in dict.fromkeys((wanted, wanted.removesuffix("s"))):
                cursor.execute(
                    f"SELECT id FROM {LIVE}.part WHERE starts_with(translate(key, '_', '-'), %s) OR key = ANY(%s) "
                    "ORDER BY length(key), key LIMIT 8",
                    [begin, sorted(headed)],
                )
                found[typed] = [number for (number,) in cursor.fetchall()]
                if found[typed]:
                    break
    return found


def part_keys(numbers: Iterable[int]) -> set[str]:
    """The keys of the parts with these numbers."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key FROM {LIVE}.part WHERE id = ANY(%s)", [list(set(numbers))])
        return {key for (key,) in cursor.fetchall()}


def in_overflow(queries: list[str]) -> list[list[int]]:
    """For each tsquery: entries whose text past the places of their vector matches it, the first 100."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT array(SELECT DISTINCT entry FROM {LIVE}.overflow WHERE tsv @@ q::tsquery LIMIT 100) "
            "FROM unnest(%s::text[]) WITH ORDINALITY AS asked (q, place) ORDER BY place",
            [queries],
        )
        return [row[0] for row in cursor.fetchall()]


def _all_words(text: str) -> str:
    return " & ".join(f"'{word.surface}':*" for word in words_of(text) if word.surface)


_VALUES = f"""
SELECT id, CASE WHEN value = %(text)s THEN 0 WHEN lower(label) = lower(%(text)s) THEN 1 ELSE 2 END
  FROM {LIVE}.facet
 WHERE facet = %(facet)s AND n > 0
   AND (value = %(text)s OR lower(label) = lower(%(text)s)
        OR (%(words)s <> '' AND tsv @@ %(words)s::tsquery))
 LIMIT 50"""
