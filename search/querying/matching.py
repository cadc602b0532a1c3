"""Which entries match, how many, with which facet values, in which order: the statements behind every answer.

Up to `FEW` matches everything is exact, in one statement: match, score all, count, facet. Above it the totals are
estimated from a random sample that is part of the index, and `ranking` looks only at entries that can still reach the
page that is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import connection

from search.indexing import markers
from search.indexing.schema import LIVE
from search.querying.counting import HANDED_OVER, TABLE, Counted, most_frequent

FEW = 4_000
NEWEST, OLDEST, RELEVANCE = "newest", "oldest", "relevance"
_TELLING = 400  # entries of a sample whose number is believed: it errs by 3 % one time in two
_WALKED = 5_000  # entries whose vectors are looked at, in the order of time
_ORDERS = {
    NEWEST: "pub DESC NULLS LAST, id DESC",
    OLDEST: "pub ASC NULLS FIRST, id ASC",
}


@dataclass(frozen=True)
class Match:
    """A condition on entries: a tsquery (empty: all), a span of time, `before` exclusive, and sets of facet values of
    each of which an entry has one."""

    tsquery: str = ""
    after: datetime | None = None
    before: datetime | None = None
    any_of: tuple[tuple[int, ...], ...] = ()

    def and_(self, *more: str) -> Match:
        """With further conditions in tsquery's notation; empty ones are ignored."""
        joined = " & ".join(part for part in (self.tsquery, *more) if part)
        return replace(self, tsquery=joined)

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.tsquery or self.after or self.before or self.any_of)

    @property
    def where(self) -> str:
        conditions = [
            text
            for text, wanted in (
                ("tsv @@ %(tsquery)s::tsquery", self.tsquery),
                ("pub >= %(after)s", self.after),
                ("pub < %(before)s", self.before),
            )
            if wanted
        ]
        conditions += [f"f && '{{{','.join(map(str, values))}}}'::int[]" for values in self.any_of]
        return " AND ".join(conditions) or "TRUE"

    @property
    def params(self) -> dict:
        return {"tsquery": self.tsquery, "after": self.after, "before": self.before}


@dataclass
class Found:
    """Entries in order, how many match in all, and how many of them have each facet value,
    the most frequent values only."""

    ids: list[int] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    total: int = 0
    exact: bool = True
    values: list[Counted] = field(default_factory=list)


def rows(statement: str, params: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def everything(match: Match, order: str, score: str, limit: int, offset: int, first: list[int]) -> Found:
    """The exact answer; `total` is FEW + 1 where there are more, and nothing else is told then.

    `first` are entries that come before all others whatever their score.
    """
    if order == RELEVANCE:
        wanted = (
            f"SELECT t.*, d.pub FROM ({_best(score, limit + offset, 'chosen DESC, sc DESC', '(SELECT so FROM few)')}) t, "
            f"LATERAL (SELECT pub FROM {LIVE}.doc d WHERE d.id = t.id OFFSET 0) d"
        )
        sort = "chosen DESC, sc DESC, pub DESC NULLS LAST, id DESC"
    else:
        wanted, sort = "SELECT id, 0::float8 AS sc, pub FROM m", _ORDERS[order]
    statement = f"""
WITH m AS MATERIALIZED (SELECT id, pub, f FROM {LIVE}.doc WHERE {match.where} LIMIT {FEW + 1}),
     few AS (SELECT count(*) <= {FEW} AS so FROM m),
     t AS (SELECT id, sc, row_number() OVER (ORDER BY {sort}) AS place FROM ({wanted}) AS scored
            ORDER BY {sort} LIMIT {limit} OFFSET {offset}),
     v AS ({HANDED_OVER} WHERE (SELECT so FROM few))
SELECT count(*), 0::float8, (SELECT * FROM v), {TABLE} FROM m
UNION ALL SELECT id, sc, NULL, 0 FROM (SELECT id, sc FROM t ORDER BY place) AS ordered"""
    (total, _score, values, table), *best = rows(statement, {**match.params, "first": first})
    return Found(
        [number for number, *_rest in best],
        [score for _number, score, *_rest in best],
        total,
        values=most_frequent(values, table),
    )


def _best(score: str, most: int, order: str, condition: str) -> str:
    """SQL for the best entries of `m` as (id, sc, chosen), with those that are as good as the last.

    All rows are asked for at once: one by one took half as long again.
    """
    return (
        f"SELECT id, ({score})::float8 AS sc, id = ANY(%(first)s::bigint[]) AS chosen FROM {LIVE}.score "
        f"WHERE id = ANY(ARRAY(SELECT id FROM m)) AND {condition} "
        f"ORDER BY {order} FETCH FIRST {most} ROWS WITH TIES"
    )


def scored(match: Match, score: str, limit: int, most: int) -> tuple[list[tuple[int, float]], int]:
    """The best `limit` of the first `most` entries that match, as (id, score), and how many were looked at."""
    statement = f"""
WITH m AS MATERIALIZED (SELECT id FROM {LIVE}.doc WHERE {match.where} LIMIT {most}),
     t AS (SELECT t.id, t.sc, d.pub FROM ({_best(score, limit, "sc DESC", "TRUE")}) t,
                  LATERAL (SELECT pub FROM {LIVE}.doc d WHERE d.id = t.id OFFSET 0) d
            ORDER BY sc DESC, pub DESC NULLS LAST, id DESC LIMIT {limit})
SELECT id, sc, row_number() OVER (ORDER BY sc DESC, pub DESC NULLS LAST, id DESC) FROM t
UNION ALL SELECT 0, count(*), 0 FROM m"""
    found = rows(statement, {**match.params, "first": []})
    looked_at = next(int(count) for number, count, place in found if place == 0)
    best = sorted((place, number, value) for number, value, place in found if place)
    return [(number, value) for _place, number, value in best], looked_at


def by_date(match: Match, order: str, limit: int, offset: int, total: int) -> list[int]:
    """Entries of a large match in the order of time: along the date's index where that leads to them soon, else those
    of a span of time that surely holds enough of them, found by both indexes together."""
    span = Span()
    if match.tsquery:
        span = _span(match, order, offset + limit, total)
    found = _in_order(match, order, limit, offset, span)
    if len(found) < limit and span.condition:  # a sample is but a sample
        found = _in_order(match, order, limit, offset, Span("TRUE"))
    return found


@dataclass(frozen=True)
class Span:
    """From one end of time to the moment `until`, as an SQL `condition`; without one, the date's index is walked."""

    condition: str = ""
    until: datetime | None = None


def _in_order(match: Match, order: str, limit: int, offset: int, span: Span) -> list[int]:
    source = f"SELECT id, pub FROM {LIVE}.doc WHERE {match.where}"
    if span.condition:
        source = f"SELECT id, pub FROM ({source} AND {span.condition} OFFSET 0) AS found"
    avoided = "enable_indexscan" if span.condition else "enable_bitmapscan"
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {avoided} = off")
        cursor.execute(
            f"{source} ORDER BY {_ORDERS[order]} LIMIT {limit} OFFSET {offset}",
            {**match.params, "until": span.until},
        )
        ids = [number for number, _pub in cursor.fetchall()]
        cursor.execute(f"SET LOCAL {avoided} = on")
    return ids


def _span(match: Match, order: str, wanted: int, total: int) -> Span:
    """Where `wanted` of the matches are, by a sample: they may all be of one year long ago."""
    size = next((size for size in markers.SAMPLES if total / size <= 1_000), markers.SAMPLES[-1])
    sampled = match.and_(f"'{markers.sample(size)}'")
    older = "<" if order == OLDEST else ">"
    statement = f"""
WITH m AS MATERIALIZED (SELECT id, pub FROM {LIVE}.doc WHERE {sampled.where}),
     reach AS (SELECT pub FROM m WHERE pub IS NOT NULL ORDER BY {_ORDERS[order]}
                LIMIT 1 OFFSET {2 * wanted // size + 3})
SELECT (SELECT pub FROM reach),
       (SELECT count(*) FROM (SELECT FROM {LIVE}.doc WHERE pub {older} (SELECT pub FROM reach)
                               LIMIT {_WALKED + 1}) AS passed)"""
    until, passed = rows(statement, sampled.params)[0]
    if until is None:
        return Span("TRUE")
    if passed <= _WALKED:
        return Span()
    dated = f"pub {older}= %(until)s"
    return Span(f"({dated} OR pub IS NULL)" if order == OLDEST else dated, until)


def count_up_to(match: Match, most: int) -> int:
    """How many match, at most `most`."""
    statement = f"SELECT count(*) FROM (SELECT FROM {LIVE}.doc WHERE {match.where} LIMIT {most}) AS found"
    return rows(statement, match.params)[0][0]


@dataclass(frozen=True)
class Sample:
    """What of a match is among one in `size` entries: how many, and their facet values as they are handed over."""

    size: int
    count: int
    values: bytes | None
    table: int

    @property
    def roughly(self) -> int:
        """How many match in all."""
        return self.count * self.size


def sample(match: Match, size: int = markers.SAMPLES[-1]) -> Sample:
    sampled = match.and_(f"'{markers.sample(size)}'")
    statement = f"""
WITH m AS MATERIALIZED (SELECT f FROM {LIVE}.doc WHERE {sampled.where})
SELECT count(*), ({HANDED_OVER}), {TABLE} FROM m"""
    (found,) = rows(statement, sampled.params)
    return Sample(size, *found)


def estimate(match: Match, smallest: Sample | None) -> Found:
    """Total and facets of a match of many entries, from the largest sample that stays small; the `smallest` is known
    already where so many entries are there."""
    roughly = max(FEW, smallest.roughly if smallest else 0)
    size = next((size for size in markers.SAMPLES if roughly / size <= FEW * 0.75), markers.SAMPLES[-1])
    telling = smallest and (smallest.size == size or smallest.count >= _TELLING)
    found = smallest if telling else sample(match, size)
    values = most_frequent(found.values, found.table, size)
    return Found(total=found.roughly, exact=False, values=values)
