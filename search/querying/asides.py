"""Questions to what stands beside the counted entries: all of a kind that is asked for, or a few of each in a box.

They are few, so every match is ranked and counted: those first that have the words in their titles, the heavier before
the lighter, then by how often and how densely the words stand in them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from search import entries
from search.entries import AsideSource, Value
from search.models import Aside
from search.querying import spelling
from search.querying.answers import Answer, Request, bounded
from search.querying.facets import FacetValue
from search.querying.groups import Group, tsquery
from search.querying.language import FACETS, Query, Wish, parse
from search.querying.matching import NEWEST, OLDEST, RELEVANCE
from search.querying.narrowing import narrow
from search.querying.planning import groups_of, plan, stop_words
from search.querying.showing import Hit
from search.querying.snippets import Highlighter, opening

IN_BOX = 3  # of each kind
_TABLE = Aside._meta.db_table
_ORDERS = {
    RELEVANCE: "named DESC, CASE WHEN named THEN weight END DESC NULLS LAST, rank DESC, weight DESC, "
    "published DESC NULLS LAST, id",
    NEWEST: "published DESC NULLS LAST, weight DESC, id DESC",
    OLDEST: "published ASC NULLS LAST, weight DESC, id",
}
_COUNT = f"SELECT count(*) FROM {_TABLE} WHERE source = %(source)s AND {{q.where}}"
_PAGE = f"""
SELECT id FROM (SELECT id, published, weight, {{q.rank}} AS rank, {{q.named}} AS named
                  FROM {_TABLE} WHERE source = %(source)s AND {{q.where}}) AS m
 ORDER BY {{order}} LIMIT {{limit}} OFFSET {{offset}}"""
_FACETS = f"""
SELECT v.facet, v.key, min(v.label), min(v.labels::text), count(*)
  FROM {_TABLE}, jsonb_to_recordset(facets) AS v (facet text, key text, label text, labels jsonb)
 WHERE source = %(source)s AND {{q.where}} AND v.facet = ANY(%(facets)s)
 GROUP BY 1, 2 ORDER BY 5 DESC, 3, 2"""
_BOX = f"""
WITH m AS MATERIALIZED (
         SELECT id, source, published, weight, {{q.rank}} AS rank, {{q.named}} AS named
           FROM {_TABLE} WHERE source = ANY(%(sources)s) AND {{q.where}}),
     t AS (SELECT *, row_number() OVER (PARTITION BY source ORDER BY {{order}}) AS place FROM m WHERE named)
SELECT m.source, count(*),
       array(SELECT id FROM t WHERE t.source = m.source AND place <= {{most}} ORDER BY place)
  FROM m GROUP BY m.source"""
_WITH_VALUE = """
EXISTS (SELECT FROM jsonb_to_recordset(facets) AS v (facet text, key text, label text)
         WHERE v.facet = %(facet{n})s
           AND (v.key = ANY(%(keys{n})s) OR ' ' || lower(v.label) LIKE ANY(%(names{n})s::text[])))"""


@dataclass(frozen=True)
class Beside:
    """How many of a kind match, and the first of those whose titles do."""

    kind: Value
    total: int
    hits: list[Hit]


def wanted(request: Request) -> AsideSource | None:
    """The source that `request` asks for by its kind, alone; None where it asks for what is counted."""
    fields = [value for wish in parse(request.text).wishes if _is_kind(wish) for value in wish.values]
    named = {*request.chosen.get("kind", ()), *fields}
    return next((source for source in entries.asides() if named and named <= _names(source, named)), None)


def answer(request: Request, source: AsideSource) -> Answer:
    """The entries of `source` that `request` asks for, in the form of every answer. Raises TooSlow."""
    question = _Question(request)
    with bounded():
        found = Answer(request, aside=source.kind())
        if question.answerable:
            _fill(found, question, source)
        if not found.total:
            found.missing = _missing(request, source)
            unknown = plan(parse(request.text)).unknown
            found.suggestion = spelling.suggestion(request.text, unknown)
    return found


def beside(request: Request) -> list[Beside]:
    """For every kind beside the counted ones that has what `request` asks for, whatever kind that names: how many, and
    the first few whose titles have all its words. Raises TooSlow."""
    question, kinds = _Question(request), {source.name: source for source in entries.asides()}
    if not question.answerable:
        return []
    with bounded():
        statement = _BOX.format(q=question, most=IN_BOX, order=_ORDERS[RELEVANCE])
        rows = _rows(statement, {**question.params, "sources": list(kinds)})
        hits = _hits([number for *_, ids in rows for number in ids], question)
    totals = {name: (total, ids) for name, total, ids in rows}
    return [
        Beside(source.kind(), totals[name][0], [hits[number] for number in totals[name][1]])
        for name, source in kinds.items()
        if name in totals
    ]


@dataclass
class _Question:
    """A request as conditions in SQL. `named` says whether a title has all words, `rank` how well the text has them."""

    request: Request
    query: Query = field(init=False)
    groups: list[Group] = field(init=False)
    where: str = field(init=False, default="TRUE")
    params: dict = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.query = parse(self.request.text)
        self.groups = groups_of(self.query.clauses)
        positive = [group for group in self.groups if not group.negative]
        in_title = [group.with_(title=True) for group in positive] or stop_words(self.query.clauses)
        self._words = " & ".join(tsquery(group) for group in self.groups or in_title)
        self.params["words"] = self._words
        self.params["any"] = " | ".join(tsquery(group) for group in positive)
        self.params["title"] = " & ".join(tsquery(group) for group in in_title)
        self.where = " AND ".join(
            [*self._narrowing(), *(["tsv @@ %(words)s::tsquery"] if self._words else ())]
        )
        self.where = self.where or "TRUE"

    @property
    def answerable(self) -> bool:
        """Parts are only in what is counted; words that say nothing at all are in nothing."""
        return not self.query.parts and bool(self._words or not self.query.clauses)

    @property
    def named(self) -> str:
        return "tsv @@ %(title)s::tsquery" if self.params["title"] else "FALSE"

    @property
    def rank(self) -> str:
        return "ts_rank(tsv, %(any)s::tsquery, 1)" if self.params["any"] else "0"

    def _narrowing(self) -> Iterable[str]:
        """Conditions for filters and fields but the kind; each value in `params`."""
        span = narrow(
            Query(after=self.query.after, before=self.query.before),
            {},
            self.request.after,
            self.request.before,
        )
        for name, sign in (("after", ">="), ("before", "<")):
            self.params[name] = getattr(span, name)
            if self.params[name]:
                yield f"published {sign} %({name})s"
        chosen = [Wish(facet, values) for facet, values in self.request.chosen.items() if facet != "kind"]
        for n, wish in enumerate([*chosen, *(w for w in self.query.wishes if not _is_kind(w))]):
            self.params[f"facet{n}"] = wish.name
            self.params[f"keys{n}"] = list(wish.values)
            by_name = [f"% {_literal(value.lower())}%" for value in wish.values] if n >= len(chosen) else []
            self.params[f"names{n}"] = by_name
            yield f"{'NOT ' if wish.negative else ''}{_WITH_VALUE.format(n=n)}"


def _fill(found: Answer, question: _Question, source: AsideSource) -> None:
    asked = question.request
    params = {**question.params, "source": source.name}
    ((found.total,),) = _rows(_COUNT.format(q=question), params)
    found.with_all = found.total
    page = {
        "order": _ORDERS[asked.sort],
        "limit": asked.page_size,
        "offset": (asked.page - 1) * asked.page_size,
    }
    ids = _rows(_PAGE.format(q=question, **page), params)
    hits = _hits([number for (number,) in ids], question)
    found.hits = [hits[number] for (number,) in ids]
    found.facets = {name: [] for name in FACETS}
    kind = source.kind()
    found.facets["kind"] = [FacetValue(kind.key, kind.label, kind.labels, found.total, True)]
    counted = _rows(_FACETS.format(q=question), {**params, "facets": list(FACETS)})
    for facet, key, label, labels, count in counted:
        selected = key in asked.chosen.get(facet, ())
        found.facets[facet].append(FacetValue(key, label, json.loads(labels), count, selected))


def _hits(ids: list[int], question: _Question) -> dict[int, Hit]:
    """By number."""
    if not ids:
        return {}
    highlighter = Highlighter([group for group in question.groups if not group.negative])
    found = {}
    for row in Aside.objects.filter(pk__in=ids).defer("tsv", "facets"):
        snippet = highlighter.snippet(row.passages) or opening(row.passages)
        found[row.pk] = Hit(row.source, row.key, row.shown, highlighter.mark(row.title), snippet)
    return found


def _missing(request: Request, source: AsideSource) -> list[tuple[str, str]]:
    """The chosen values that nothing of `source` has, as (facet, key)."""
    have = set(
        _rows(
            f"SELECT DISTINCT v.facet, v.key FROM {_TABLE}, jsonb_to_recordset(facets) AS v (facet text, key text) "
            "WHERE source = %(source)s",
            {"source": source.name},
        )
    )
    chosen = [
        (facet, value) for facet, values in request.chosen.items() if facet != "kind" for value in values
    ]
    return [pair for pair in chosen if pair not in have]


def _is_kind(wish: Wish) -> bool:
    return wish.name == "kind" and not wish.negative


def _names(source: AsideSource, wanted: set[str]) -> set[str]:
    """Of `wanted`, what means the kind of `source`: its key, or what it is called in any language."""
    kind = source.kind()
    called = {kind.key, *(label.lower() for label in kind.labels.values())}
    return {name for name in wanted if name.lower() in called}


def _literal(text: str) -> str:
    """`text` for LIKE, meaning itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _rows(statement: str, params: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()
