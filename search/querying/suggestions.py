"""As one types: words that begin so, titles that hold them, people and series of that name."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection

from search import entries
from search.analysis import korean, words_of
from search.indexing.schema import LIVE
from search.querying.conditions import condition
from search.querying.language import parse
from search.querying.matching import Match
from search.querying.planning import plan

MOST = 5
NAMED = ("person", "series", "topic")


@dataclass
class Suggestions:
    """`words` complete what is typed, whole; `titles` and `names` are (label, address, kind)."""

    words: list[str] = field(default_factory=list)
    titles: list[tuple[str, str, str]] = field(default_factory=list)
    names: list[tuple[str, str, str]] = field(default_factory=list)


def suggest(text: str, language: str = "") -> Suggestions:
    """Suggestions for what has been typed so far; names in `language` where they have one."""
    text = " ".join(text.split())[:100]
    if not words_of(text):
        return Suggestions()
    return Suggestions(_words(text), _titles(text), names(text, language))


def _words(text: str) -> list[str]:
    """The last word completed by the commonest words that begin so."""
    before, _space, last = text.rpartition(" ")
    found = words_of(last)
    if len(found) != 1 or last.startswith(("-", '"')) or ":" in last:
        return []
    begin = found[0].surface or last.lower()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT word, df FROM (SELECT word, df FROM {LIVE}.word WHERE word >= %s AND word < %s AND df > 0 "
            "LIMIT 5000) AS near ORDER BY df DESC, word LIMIT 30",
            [begin, begin + "\U0010ffff"],
        )
        near = cursor.fetchall()
    return [f"{before} {word}".strip() for word in _without_endings(near) if word != begin][:MOST]


def _without_endings(near: list[tuple[str, int]]) -> list[str]:
    """Of Korean words that differ in endings only, the shortest."""
    best: dict[str, str] = {}
    for word, _df in near:
        stem = korean.stem(word) if "\uac00" <= word[-1] <= "\ud7a3" else word
        if stem not in best or len(word) < len(best[stem]):
            best[stem] = word
    return list(best.values())


def _titles(text: str) -> list[tuple[str, str, str]]:
    """The newest entries whose titles hold all words, the last one begun."""
    *_rest, last = text.split() or [""]
    query = parse(f"{text}*" if last.isalnum() else text)
    planned = plan(query)
    groups = [group.with_(title=True, parts=()) for group in planned.positive if group.alternatives]
    if not groups:
        return []
    match = Match().and_(*(condition(group, planned.known) for group in groups))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.title, e.shown->>'url', e.shown->>'kind' FROM (SELECT id, pub FROM {LIVE}.doc "
            f"WHERE {match.where} LIMIT 2000) AS d JOIN "
            f"{LIVE}.entry e USING (id) ORDER BY d.pub DESC NULLS LAST, d.id DESC LIMIT %(most)s",
            {**match.params, "most": MOST},
        )
        return cursor.fetchall()


def names(text: str, language: str, facets: Collection[str] = NAMED) -> list[tuple[str, str, str]]:
    """Values of `facets` (people, series and topics) whose names hold all words that `text` looks for, the last of them
    begun."""
    words = [word.surface for word in words_of(parse(text).words) if word.surface]
    if not words:
        return []
    begun = " & ".join(f"'{word}':*" for word in words)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT facet, value, label, labels FROM {LIVE}.facet WHERE tsv @@ %s::tsquery AND n > 0 "
            "AND facet = ANY(%s) ORDER BY n DESC, label LIMIT %s",
            [begun, list(facets), MOST],
        )
        return [
            (json.loads(labels).get(language) or label, entries.hub(facet, value), facet)
            for facet, value, label, labels in cursor.fetchall()
        ]
