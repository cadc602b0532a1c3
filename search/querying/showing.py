"""The entries of a page as they are shown: what their owner says of them, and where the words stand."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from django.db import connection

from search.indexing.schema import LIVE
from search.querying import vocabulary
from search.querying.language import Query
from search.querying.planning import Plan
from search.querying.snippets import Highlighter, Snippet, opening

Place = tuple[int, bool]


@dataclass(frozen=True)
class Hit:
    """One result: the entry as its owner described it, its title with the words marked, and where they stand."""

    source: str
    key: int
    shown: dict
    title: str
    snippet: Snippet
    pinned: bool = False


def hits(places: list[Place], plan: Plan, query: Query) -> list[Hit]:
    """The entries with these numbers, in this order; beside each whether it is pinned."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, source, key, shown, title, passages::text FROM {LIVE}.entry WHERE id = ANY(%s)",
            [[number for number, _pinned in places]],
        )
        rows = {number: row for number, *row in cursor.fetchall()}
    highlighter = Highlighter([group for group in plan.positive if group.alternatives])
    only = vocabulary.part_keys(n for g in plan.groups for n in g.parts) if query.parts else None
    found = []
    for number, is_pinned in places:
        if number in rows:
            source, own_key, shown, title, stored = rows[number]
            passages = orjson.loads(stored)
            snippet = highlighter.snippet(passages, only) or opening(passages)
            found.append(
                Hit(source, own_key, orjson.loads(shown), highlighter.mark(title), snippet, is_pinned)
            )
    return found
