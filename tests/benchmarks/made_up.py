"""A source of the search whose entries are made up once, and read from a table then as publications are."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import cache, partial
from itertools import batched

from django.apps import AppConfig
from django.db import connection

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
                    some=stored,
                    count=lambda: size,
                )
            )


def store(size: int) -> None:
    """Fill the table, if it does not hold an archive of `size` yet."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS made_up (id integer PRIMARY KEY, entry bytea NOT NULL)")
        cursor.execute("SELECT count(*) FROM made_up")
        if cursor.fetchone()[0] == size:
            return
        cursor.execute("TRUNCATE made_up")
        with ProcessPoolExecutor() as pool, cursor.copy("COPY made_up FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(["int4", "bytea"])
            for rows in pool.map(partial(_pickled, size=size), batched(range(1, size + 1), 500)):
                for row in rows:
                    copy.write_row(row)


def _pickled(keys: tuple[int, ...], size: int) -> list[tuple[int, bytes]]:
    return [(made.key, pickle.dumps(made, pickle.HIGHEST_PROTOCOL)) for made in some(keys, size)]


def stored(keys: Iterable[int]) -> Iterator:
    """Entries of these numbers, from 1."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry FROM made_up WHERE id = ANY(%s)", [list(keys)])
        return (pickle.loads(entry) for (entry,) in cursor.fetchall())


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
