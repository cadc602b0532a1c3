"""Which entries match, how many, with which facet values, in which order: the statements behind every answer.

Up to `FEW` matches everything is exact, in one statement: match, score all, count, facet. Above it the totals are
estimated from a random sample that is part of the index, and `ranking` looks only at entries that can still reach the
page that is shown. The same goes for phrases where too many entries would have to be looked into for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import connection

from search.indexing import codes
from search.indexing.schema import LIVE
from search.querying.conditions import Condition, all_codes, apart
from search.querying.counting import HANDED_OVER, VERSION, Counted, most_frequent

FEW = 6_000
NEWEST, OLDEST, RELEVANCE = "newest", "oldest", "relevance"
LOOKED_INTO, _LOOKED_INTO_TO_SCORE = 10_000, 4_000  # sequences that one statement compares with a phrase
FEW_PHRASES = 8  # with more, each look-up in the index takes long
_WALKED = 5_000  # entries whose codes are looked at, in the order of time
_ORDERS = {
    NEWEST: "pub DESC NULLS LAST, id DESC",
    OLDEST: "pub ASC NULLS FIRST, id ASC",
}


@dataclass(frozen=True)
class Match:
    """What is asked of entries: all of some conditions, and a span of time, `before` exclusive; of a random `sample` of one
    in so many, if that is said."""

    conditions: tuple[Condition, ...] = ()
    after: datetime | None = None
    before: datetime | None = None
    sample: int = 0

    def and_(self, *more: Condition) -> Match:
        """With further conditions, before the others: what narrows most is best looked up first. Those that leave nothing
        out are ignored."""
        return replace(self, conditions=(*(each for each in more if each != Condition()), *self.conditions))

    def sampled(self, size: int) -> Match:
        """Among the sample of one in `size` (`codes.SAMPLES`)."""
        return replace(self, sample=size)

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.conditions or self.after or self.before or self.sample)

    @property
    def where(self) -> str:
        """In SQL, to be looked up in the large index, which gets on best with one condition for each."""
        return self._where(self._indexes)

    @property
    def looked_at(self) -> str:
        """The same for entries looked at one after the other, whose codes are then read once."""
        return self._where([all_codes(self._indexes)] if self._indexes else [])

    @property
    def _indexes(self) -> list[str]:
        found = [one for each in self.conditions if each.index for one in apart(each.index)]
        if self.sample not in (0, codes.INDEXED):  # the small index holds that one, and nothing else
            found = [str(codes.sample(self.sample)), *found]
        # The index cannot begin with what is not there.
        begins = not (self.conditions or self.sample) or any(not index.startswith("!") for index in found)
        return found if begins else [str(codes.EVERY), *found]

    def _where(self, indexes: list[str]) -> str:
        return " AND ".join(filter(None, [self._told(indexes), self.phrases])) or "TRUE"

    def _told(self, indexes: list[str]) -> str:
        conditions = [f"codes @@ '{index}'::query_int" for index in indexes]
        conditions += [codes.IN_INDEXED] if self.sample >= codes.INDEXED else []
        conditions += ["pub >= %(after)s"] if self.after else []
        conditions += ["pub < %(before)s"] if self.before else []
        return " AND ".join(conditions)

    @property
    def candidates(self) -> str:
        """SQL for the entries that the index tells, before any of them is looked into."""
        return f"SELECT id, pub, facets, codes, sequence FROM {LIVE}.doc WHERE {self._told(self._indexes) or 'TRUE'}"

    @property
    def phrases(self) -> str:
        """What has to be looked for in candidates, in SQL; empty where there is nothing to."""
        looked_for = [_looked_for(each, n) for n, each in enumerate(self.conditions) if each.phrases]
        return " AND ".join(looked_for)

    @property
    def patterns(self) -> int:
        """How many patterns the sequence of a candidate is compared with."""
        return sum(
            len(patterns)
            for each in self.conditions
            for phrase in each.phrases
            for patterns in phrase.patterns
        )

    @property
    def params(self) -> dict:
        phrases = {
            f"phrase{n}_{place}_{at}": list(patterns)
            for n, each in enumerate(self.conditions)
            for place, phrase in enumerate(each.phrases)
            for at, patterns in enumerate(phrase.patterns)
        }
        return {**phrases, "after": self.after, "before": self.before}


def _looked_for(condition: Condition, number: int) -> str:
    asked = []
    for place, phrase in enumerate(condition.looked_at):
        own = " AND ".join(
            f"sequence LIKE ANY(%(phrase{number}_{place}_{at})s::bytea[])"
            for at in range(len(phrase.patterns))
        )
        asked.append(f"(codes @@ '{phrase.codes}'::query_int AND {own})" if phrase.codes else f"({own})")
    if condition.others:
        asked.append(f"codes @@ '{condition.others}'::query_int")
    either = " OR ".join(asked)
    return f"NOT ({either})" if condition.negative else f"({either})"


@dataclass
class Found:
    """Entries in order, how many match in all, and how many of them have each facet value,
    the most frequent values only. An estimate is of one in `sampled`; `partly` says that too many would have to be looked
    into to know which match."""

    ids: list[int] = field(default_factory=list)
    total: int = 0
    exact: bool = True
    values: list[Counted] = field(default_factory=list)
    sampled: int = 0
    partly: bool = False


def rows(statement: str, params: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


@dataclass(frozen=True)
class Strong:
    """Entries that surely are better than others: those with `codes`, as far as they score more than `mark`."""

    codes: Condition
    mark: float


def everything(
    match: Match,
    order: str,
    score: str,
    limit: int,
    offset: int,
    first: list[int],
    strong: Strong | None = None,
) -> Found:
    """The exact answer; `total` is FEW + 1 where there are more, and nothing else is told then.

    `first` are entries that come before all others whatever their score. Where enough are `strong`, only those are scored.
    """
    if order != RELEVANCE:
        best = f"SELECT ids[{offset + 1}:{offset + limit}], 0"
    else:
        before = "id = ANY(%(first)s::bigint[]) DESC, " if first else ""
        source = match.and_(strong.codes) if strong else None
        best = f"SELECT array_agg(id), min(sc) FROM ({_best(score, limit, offset, before, source)}) AS best"
    statement = f"""
WITH m AS MATERIALIZED ({_matches(match, FEW + 1, order)})
SELECT n, page, least, facets, {VERSION} FROM m LEFT JOIN LATERAL ({best}) AS best (page, least) ON n <= {FEW}"""
    total, ids, least, values, version = rows(statement, {**match.params, "first": first})[0]
    if total > FEW:
        return Found(total=total)
    if strong and (len(ids or ()) < limit or least <= strong.mark):
        return everything(match, order, score, limit, offset, first)
    return Found(ids or [], total, values=most_frequent(values, version))


def _matches(match: Match, most: int, order: str = RELEVANCE) -> str:
    """SQL for one row about the first `most` matches: how many, their ids (in an order of time, if asked for) and the
    values of their facets. As rows of their own they were written and read again several times."""
    in_order = "" if order == RELEVANCE else f" ORDER BY {_ORDERS[order]}"
    columns = f"count(*) AS n, array_agg(id{in_order}) AS ids, {HANDED_OVER} AS facets"
    return f"SELECT {columns} FROM {_first(match, most)}"


def _first(match: Match, most: int, looked_into: int | None = None) -> str:
    """SQL for the first `most` matches, in whatever order the index gives them; so many comparisons with patterns are made
    at most, if that is said."""
    if not match.patterns or looked_into is None:
        return f"(SELECT id, pub, facets FROM {LIVE}.doc WHERE {match.where} LIMIT {most}) AS found"
    candidates = f"({match.candidates} LIMIT {max(1, looked_into // match.patterns)}) AS candidates"
    return f"(SELECT id, pub, facets FROM {candidates} WHERE {match.phrases} LIMIT {most}) AS found"


def _best(score: str, limit: int, offset: int = 0, first: str = "", match: Match | None = None) -> str:
    """SQL for the best entries of `m`, or those that `match`, as (id, sc), in order; `first` is what comes before the
    score there.

    All rows are asked for at once: one by one took half as long again.
    """
    ids = (
        f"ARRAY(SELECT id FROM {LIVE}.doc WHERE {match.where})" if match else "(SELECT ids FROM m)::bigint[]"
    )
    return (
        f"SELECT id, ({score})::float8 AS sc FROM {LIVE}.score WHERE id = ANY({ids}) "
        f"ORDER BY {first}sc DESC, pub DESC NULLS LAST, id DESC LIMIT {limit} OFFSET {offset}"
    )


def scored(match: Match, score: str, limit: int, most: int) -> tuple[list[tuple[int, float]], int]:
    """The best `limit` of the first `most` entries that match, as (id, score), and how many were looked at."""
    statement = f"""
WITH m AS MATERIALIZED (SELECT count(*) AS n, array_agg(id) AS ids FROM {_first(match, most, _LOOKED_INTO_TO_SCORE)}),
     best AS MATERIALIZED ({_best(score, limit)})
SELECT n, 0::float8 FROM m
UNION ALL SELECT id, sc FROM best"""
    (looked_at, _score), *best = rows(statement, match.params)
    return best, looked_at


def by_date(match: Match, order: str, limit: int, offset: int, total: int) -> list[int]:
    """Entries of a large match in the order of time: along the date's index where that leads to them soon, else those
    of a span of time that surely holds enough of them, found by both indexes together."""
    span = Span()
    if match.conditions:
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
    source = f"SELECT id, pub FROM {LIVE}.doc WHERE {match.looked_at}"
    if span.condition:
        within = f"SELECT id, pub FROM {LIVE}.doc WHERE {match.where} AND {span.condition}"
        source = f"SELECT id, pub FROM ({within} OFFSET 0) AS found"
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
    size = next((size for size in codes.SAMPLES if total / size <= 1_000), codes.SAMPLES[-1])
    sampled = match.sampled(size)
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
    return rows(f"SELECT count(*) FROM {_first(match, most, LOOKED_INTO)}", match.params)[0][0]
