"""Tantivy, a search engine written for nothing else, on the same entries and questions: what is possible at all.

It answers with the first ten, their number and three facets; ours counts all facets and cuts snippets besides.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import tantivy

from tests.benchmarks import made_up

_SIGNS = ':"*|-'
_FACETS = ("kind", "year", "topic")
_COUNTED = {name: {"terms": {"field": name, "size": 30}} for name in _FACETS}


def asker(size: int, folder: Path) -> Callable[[str], int]:
    """What asks Tantivy and tells how many match; its index is made in `folder` once."""
    index = tantivy.Index(_schema(), path=str(_made(size, folder)))
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> int:
        query = index.parse_query(text, ["title", "body"], conjunction_by_default=True)
        searcher.aggregate(query, _COUNTED)
        return searcher.search(query, limit=10, count=True).count

    return ask


def understood(text: str) -> bool:
    """Whether a question means the same to both: words, and phrases of them."""
    return not set(text.replace('"', "")) & set(_SIGNS) and " OR " not in text and text.isascii()


def _made(size: int, folder: Path) -> Path:
    folder = folder / f"tantivy-facets-{size}"
    whole = folder / "whole"
    if not whole.exists():
        folder.mkdir(parents=True, exist_ok=True)
        writer = tantivy.Index(_schema(), path=str(folder)).writer(200_000_000, 1)
        for entry in made_up.some(range(1, size + 1), size):
            body = "\n".join([entry.about, *(passage.text for passage in entry.passages)])
            values = {name: [v.key for v in entry.facets if v.facet == name] for name in _FACETS}
            writer.add_document(tantivy.Document(title=entry.title, body=body, **values))
        writer.commit()
        writer.wait_merging_threads()
        whole.touch()
    return folder


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("title", "body"):
        builder.add_text_field(name, stored=False, tokenizer_name="en_stem")
    for name in _FACETS:
        builder.add_text_field(name, stored=False, fast=True, tokenizer_name="raw")
    return builder.build()
