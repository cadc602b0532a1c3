"""Entries that are about the same: by the words that mark an entry most, and by the subjects they share."""

from __future__ import annotations

from collections.abc import Collection, Generator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection, transaction

from search.indexing import codes
from search.indexing.schema import LIVE
from search.indexing.weights import DIRECT
from search.querying.conditions import Condition, any_code
from search.querying.matching import Match
from search.querying.scoring import impact

_WORDS = 12  # marking words that are compared
_SEEN = 1_000  # entries that are looked at, at most


def related(source: str, keys: Collection[int], most: int, subjects: Collection[str]) -> dict[int, list[int]]:
    """For each of `keys`: keys of the entries of its source and language nearest to it, at most `most`, best first.

    The score is BM25's, the entry's marking words being the question; every value of the facets `subjects` that two
    entries share adds to it. Runs in the caller's transaction: entries just indexed are compared too.
    """
    with _by_index():
        return {key: _related(source, key, most, list(subjects)) for key in keys}


@contextmanager
def _by_index() -> Generator[None]:
    """The planner thinks that reading all of `doc` is cheap: it does not see the codes, which lie elsewhere."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('enable_seqscan'), set_config('enable_seqscan', 'off', true)")
        before, _off = cursor.fetchone()
        yield
        cursor.execute("SELECT set_config('enable_seqscan', %s, true)", [before])


def _related(source: str, key: int, most: int, subjects: list[str]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_MARKING, {"source": source, "key": key, "words": _WORDS, "subjects": subjects})
        found = cursor.fetchone()
        if not found:
            return []
        own, shared = _Own(*found[:-2]), list(zip(*found[-2:], strict=True))
        match, score = own.question(shared)
        if not match:
            return []
        cursor.execute(
            _NEAREST.format(score=score, where=match.where),
            {
                "shared": [number for number, _count in shared],
                "number": own.number,
                "source": source,
                "most": most,
                "seen": _SEEN,
            },
        )
        return [key for (key,) in cursor.fetchall()]


class _Own(NamedTuple):
    """An entry's marking words, the rarest first: their numbers, weights and in how many entries they are."""

    number: int
    numbers: list[int] | None
    weights: list[float] | None
    counts: list[int] | None
    language: int

    def question(self, shared: list[tuple[int, int]]) -> tuple[Match, str]:
        """What has to match, and the score. Asked for are so many words and subjects as at most _SEEN entries have."""
        asked, seen = [], 0
        words = zip(self.numbers or (), self.counts or (), strict=True)
        subjects = ((codes.value(number), count) for number, count in shared)
        for code, count in sorted((*words, *subjects), key=lambda pair: pair[1]):
            if asked and seen + count > _SEEN:
                break
            asked, seen = [*asked, code], seen + count
        score = " + ".join(
            f"{weight:.6f}::float8 * {impact(term)}"
            for term, weight in zip(self.numbers or (), self.weights or (), strict=True)
        )
        if not asked:
            return Match(), ""
        match = Match().and_(Condition(any_code(asked)), Condition(str(codes.value(self.language))))
        return match, score or "0::float8"


# The words that mark an entry most: strong in it and rare elsewhere, but not its alone.
_MARKING = f"""
WITH own AS (SELECT e.id, e.language, s.direct, s.terms, s.imps, d.f FROM {LIVE}.entry e
               JOIN {LIVE}.score s USING (id) JOIN {LIVE}.doc d USING (id)
              WHERE e.source = %(source)s AND e.key = %(key)s),
     held AS (SELECT term, get_byte(own.imps, place::int) AS impact
                FROM own, unnest(own.terms) WITH ORDINALITY AS of (term, place)
               UNION ALL
              SELECT term, get_byte(own.direct, term) FROM own, generate_series(1, {DIRECT - 1}) AS term),
     word AS (SELECT t.id, t.df,
                     held.impact * ln(1 + (greatest(s.n, t.df) - t.df + 0.5::float8) / (t.df + 0.5)) AS w
                FROM held, {LIVE}.stat s,
                     LATERAL (SELECT * FROM {LIVE}.term WHERE id = held.term OFFSET 0) t
               WHERE held.impact > 0 AND t.df > 1 AND t.df <= greatest(s.n / 5, 2) AND position(':' IN t.lexeme) = 0),
     best AS (SELECT * FROM word ORDER BY w DESC LIMIT %(words)s)
SELECT own.id,
       (SELECT array_agg(id ORDER BY df, id) FROM best),
       (SELECT array_agg(w / 65025 ORDER BY df, id) FROM best), (SELECT array_agg(df ORDER BY df, id) FROM best),
       (SELECT f.id FROM {LIVE}.facet f WHERE f.facet = 'lang' AND f.value = own.language),
       (SELECT coalesce(array_agg(f.id ORDER BY f.id), '{{}}') FROM {LIVE}.facet f
         WHERE f.id = ANY(own.f) AND f.facet = ANY(%(subjects)s)),
       (SELECT coalesce(array_agg(f.n ORDER BY f.id), '{{}}') FROM {LIVE}.facet f
         WHERE f.id = ANY(own.f) AND f.facet = ANY(%(subjects)s))
  FROM own"""
# A shared subject counts like half a strong and rare word.
_NEAREST = f"""
WITH m AS MATERIALIZED (SELECT id, pub, f FROM {LIVE}.doc
                         WHERE {{where}} AND id <> %(number)s LIMIT %(seen)s),
     t AS (SELECT m.id, m.pub, {{score}} + 1.5 * icount(m.f & %(shared)s::int[]) AS sc
             FROM m, LATERAL (SELECT direct, terms, imps FROM {LIVE}.score s WHERE s.id = m.id OFFSET 0) s)
SELECT e.key FROM t, LATERAL (SELECT * FROM {LIVE}.entry e WHERE e.id = t.id OFFSET 0) e WHERE e.source = %(source)s
 ORDER BY sc DESC, t.pub DESC NULLS LAST, e.id DESC LIMIT %(most)s"""
