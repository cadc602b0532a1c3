"""What is common decides how an index is asked, never what it finds: against an index that takes no word for common."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search import entries, indexing
from search.entries import Entry, Source
from search.indexing import common
from tests.search.archive import ask, entry

pytestmark = pytest.mark.django_db
WORDS = "export control policy the who us U.S. p1 policy-making 평양 한국 정책 경제 평양에서 rareword 北京".split()
texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
parts = st.dictionaries(st.sampled_from(["Context", "Outlook"]), texts.filter(bool))
pieces = st.tuples(texts, texts, parts)
words = st.lists(st.sampled_from([*WORDS, "한국정책", "경제정책", "unknownword"]), min_size=1, max_size=3)
signs = st.sampled_from(["", "", "", "-", "title:", "in:context ", "in:outlook ", "-title:"])
ends = st.sampled_from(["", "", "*", " OR control", ' "export control"'])


@st.composite
def questions(draw) -> str:
    asked = []
    for _ in range(draw(st.integers(1, 2))):
        said = draw(words)
        text = f'"{" ".join(said)}"' if draw(st.booleans()) else said[0]
        asked.append(f"{draw(signs)}{text}{draw(ends)}")
    return " ".join(asked)


@given(st.lists(pieces, min_size=1, max_size=5), st.lists(questions(), min_size=1, max_size=8))
@example([("", "경제 정책", {}), ("", "export", {"Context": "정책 경제"})], ["export in:context 경제정책"])
@example([("경제 정책", "", {}), ("정책 경제 export", "", {})], ["export -title:경제정책"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_common_words_change_nothing_that_is_found(monkeypatch, archive, asked):
    written = {n: entry(n, title, text, parts=parts) for n, (title, text, parts) in enumerate(archive, 1)}
    with monkeypatch.context() as patched, undone():
        registered(patched, written)
        indexing.rebuild()
        plainly = [answered(text) for text in asked]
        for name in ("_SCOPED_FROM", "_TIERED_FROM", "_LOOKED_INTO"):
            patched.setattr(common, name, 0.01)
        indexing.rebuild()
        assert flagged() == 3
        assert [answered(text) for text in asked] == plainly


def registered(patched: pytest.MonkeyPatch, written: dict[int, Entry]) -> None:
    """The only source of the index."""
    source = Source(
        "test", lambda: iter(written), lambda keys: map(written.__getitem__, keys), lambda: len(written)
    )
    patched.setattr(entries, "_sources", {})
    entries.register(source)


@contextmanager
def undone() -> Generator[None]:
    """Nothing stays, whatever came of it: the next example finds what the first found."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def answered(text: str) -> tuple:
    found = ask(text, page_size=50)
    return text, found.total, found.relaxed, [(hit.key, hit.title) for hit in found.hits]


def flagged() -> int:
    """How many of the three kinds of common words there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(scoped)::int + bool_or(tiered)::int + bool_or(paired)::int FROM search_index.term"
        )
        return cursor.fetchone()[0] or 3  # an archive without words has none
