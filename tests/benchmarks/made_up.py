"""A source of the search whose entries are made up when they are asked for, in any process that rebuilds the index."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache

from django.apps import AppConfig

from tests.benchmarks import corpus

SIZE = "BENCH_ENTRIES"  # the environment variable that says how many entries there are; without it there are none


class MadeUp(AppConfig):
    name = "tests.benchmarks"
    label = "benchmarks"

    def ready(self) -> None:
        from search import entries

        if size := int(os.environ.get(SIZE, "0")):
            entries._sources.clear()
            entries.register(
                entries.Source(
                    "made-up",
                    keys=lambda: iter(range(1, size + 1)),
                    some=lambda keys: some(keys, size),
                    count=lambda: size,
                )
            )


@cache
def writer() -> corpus.Writer:
    return corpus.Writer(1)


def some(keys: Iterable[int], size: int) -> Iterator:
    """Entries of these numbers, from 1, of an archive of `size`."""
    return (entry(number, writer().piece(number - 1, size)) for number in keys)


def entry(number: int, piece: dict):
    """A record of the importer as the search is told of it."""
    from briefings.content import Part
    from search.entries import Entry, Passage, Value

    parts = piece.get("parts") or [{"heading": "", "html": piece["body_html"]}]
    passages = []
    for part in parts:
        key = part["heading"].lower().replace(" ", "_")
        passages.append(Passage(Part(key, part["heading"], part["html"]).text, key, part["heading"]))
    facets = [("kind", piece["kind"]), ("lang", piece["language"]), ("year", piece["date"][:4])]
    facets += [("author", name) for name in piece["authors"]] + [("topic", t) for t in piece["topics"]]
    facets += [("region", r) for r in piece["regions"]] + [("tag", t) for t in piece["tags"]]
    facets += [("series", piece["series"])] if piece.get("series") else []
    values = {(f, v.lower().replace(" ", "-")): Value(f, v.lower().replace(" ", "-"), v) for f, v in facets}
    url = f"/publications/{piece['date'][:4]}/{number}/"
    return Entry(
        source="made-up",
        key=number,
        title=piece["title"],
        language=piece["language"],
        published=datetime.fromisoformat(piece["date"]),
        passages=tuple(passages),
        about="\n".join([piece["summary"], *piece["authors"], *piece["tags"]]),
        facets=tuple(values.values()),
        shown={"id": number, "url": url, "title": piece["title"]},
    )
