"""Small archives for tests: entries made in a line, questions asked in a line."""

from __future__ import annotations

from datetime import UTC, datetime

from search import indexing
from search.entries import Entry, Passage, Value
from search.querying.answers import Answer, Request, answer


def entry(key: int, title: str = "", text: str = "", **more) -> Entry:
    """An entry; `parts` as {heading: text}, `facets` as {facet: key}, `year` for its date."""
    passages = [Passage(text)] if text else []
    passages += [
        Passage(body, part=heading.lower().replace(" ", "-"), heading=heading)
        for heading, body in more.pop("parts", {}).items()
    ]
    passages += [
        Passage(body, heading="Report", page=page, url="/documents/1/report.pdf")
        for page, body in more.pop("pages", {}).items()
    ]
    values = tuple(Value(facet, value, value.title()) for facet, value in more.pop("facets", {}).items())
    return Entry(
        source=more.pop("source", "test"),
        key=key,
        title=title or f"Piece {key}",
        language=more.pop("language", "en"),
        published=datetime(more.pop("year", 2024), 1, 1 + key % 28, tzinfo=UTC),
        passages=tuple(passages),
        facets=values,
        shown={"id": key, "url": f"/{key}/", "title": title},
        **more,
    )


def put(*entries: Entry) -> None:
    indexing.index(entries)


def ask(text: str, **more) -> Answer:
    return answer(Request(text, **more))


def found(text: str, **more) -> list[int]:
    """Keys of the results, in order."""
    return [hit.key for hit in ask(text, **more).hits]
