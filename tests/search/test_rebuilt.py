"""A rebuild computes many entries at once, publishing one: the index must hold the same of them."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search import entries, indexing
from search.entries import Entry, Passage, Source
from search.indexing import builder, common, portions
from search.indexing.documents import prepare
from search.indexing.layout import Planner
from search.indexing.sampling import Sampler
from tests.search.archive import entry, found

pytestmark = pytest.mark.django_db
# Stop words, hyphens, numbers, acronyms, accents, possessives; Korean with endings, with letters and across spaces; other
# scripts; signs that are no words; words that are another's stem, or written like a marker's beginning.
WORDS = (
    "policy policies the of and policy-making policymaking policy-s co-op well-known-fact U.S. us AI&D 1,000 1000 1.5 don.t "
    "can't P’yŏngyang’s Export; export-control 'quoted' p1 p2 t f 0 — & ... 평양에서 한국의 정책 k팝의 서울 한 미 관계 "
    "pyongyang 평양/서울 정책·경제 3월에 北京大学 ポリシー ㎏ 경제 지원 international internationally internationalisation"
).split()
spaces = st.sampled_from([" ", " ", " ", ", ", ". ", ".\n", "\n", "-", "\t", "\u2028", ",. "])
texts = st.lists(st.tuples(st.sampled_from(WORDS), spaces), max_size=30).map(
    lambda drawn: "".join(word + space for word, space in drawn)
)
# Long enough, now and then, for more places than a lexeme keeps, or than a vector.
long_texts = st.tuples(texts, st.sampled_from([1, 1, 1, 1, 40, 700])).map(lambda drawn: drawn[0] * drawn[1])
passages = st.builds(
    Passage,
    long_texts,
    part=st.sampled_from(["", "context", "outlook"]),
    heading=st.sampled_from(["", "Context of the 정책"]),
    page=st.sampled_from([0, 0, 0, 0, 0, 1]),
)
facets = st.fixed_dictionaries({}, optional={"kind": st.sampled_from("ab"), "region": st.sampled_from("ab")})
archives = st.lists(
    st.tuples(texts, texts, st.lists(passages, max_size=4).map(tuple), facets), min_size=1, max_size=6
)
_LONG = Passage("export control 한국의 정책 " * 4_000, part="context")


@pytest.fixture
def small_numbers_are_many(monkeypatch):
    """Words of a few entries are marked by how strongly they mark an entry, and in pairs; and few entries are computed at
    once, and few strings remembered."""
    monkeypatch.setattr(portions, "_PORTION", 1_000)
    monkeypatch.setattr(builder, "_REMEMBERED", 250)
    monkeypatch.setattr(common, "_SCOPED_FROM", 1.5)
    monkeypatch.setattr(common, "_TIERED_FROM", 1.5)
    monkeypatch.setattr(common, "_LOOKED_INTO", 1.0)


@given(archives)
@example([("Export control", "", (_LONG, Passage("policy-making", part="context")), {}), ("The", "", (), {})])
@example(
    [
        ("Export", "", (Passage("export " * n, page=1), Passage("한국 " * 9, page=2)), {})
        for n in (15_998, 15_999)
    ]
)  # the last places of all
@example([("Policy", "policy-s", (), {})])  # two that are one, at one place
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_rebuilt_index_is_that_of_entries_taken_in_one_by_one(small_numbers_are_many, archive):
    written = [written_entry(key, *drawn) for key, drawn in enumerate(archive, 1)]
    registered(written)
    indexing.rebuild()
    rebuilt = held()
    for one in written:
        indexing.index([one])
    assert held() == rebuilt


@given(archives)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_measured_beforehand_is_what_entries_have(small_numbers_are_many, archive):
    written = [written_entry(key, *drawn) for key, drawn in enumerate(archive, 1)]
    prepared = [prepare(one, 400.0) for one in written]
    sampler = Sampler(Planner())
    assert sampler.add(written[:2]) + sampler.add(written[2:]) == len(written)
    sample = sampler.sample
    assert sample.entries == len(written)
    assert sample.words == sum(one.length for one in prepared)
    assert sample.counts == Counter(term for one in prepared for term in one.impacts)


def test_long_pieces_are_found_by_what_stands_at_their_end(small_numbers_are_many):
    registered(
        [entry(1, "Long", _LONG.text + "lighthouse keepers"), entry(2, "Short", "keepers of a lighthouse")]
    )
    indexing.rebuild()
    assert found('"lighthouse keepers"') == [1]
    assert sorted(found("lighthouse keepers")) == [1, 2]


def written_entry(
    key: int, title: str, about: str, own: tuple[Passage, ...], values: dict[str, str]
) -> Entry:
    made = entry(key, title, about=about, facets=values)
    return Entry(**{**vars(made), "passages": own})


def registered(written: list[Entry]) -> None:
    """The only source of the index."""
    by_key = {one.key: one for one in written}
    source = Source(
        "test", lambda: iter(by_key), lambda keys: map(by_key.__getitem__, keys), lambda: len(by_key)
    )
    entries._sources.clear()
    entries.register(source)


@pytest.fixture(autouse=True)
def _sources(monkeypatch):
    monkeypatch.setattr(entries, "_sources", {})


def held() -> list:
    """All that the index holds of entries, and how many have each word."""
    with connection.cursor() as cursor:
        answers = []
        for statement in (
            """SELECT e.key, e.title, e.passages::text, d.pub, d.f, d.codes, d.sequence, s.direct, s.terms, s.imps,
                      (SELECT array_agg(word ORDER BY word) FROM search_index.word WHERE id = ANY(e.words))
                 FROM search_index.entry e JOIN search_index.doc d USING (id) JOIN search_index.score s USING (id)
                ORDER BY e.key""",
            "SELECT entry, tsv::text FROM search_index.overflow ORDER BY 1, 2",
            "SELECT lexeme, df, scoped, tiered, paired FROM search_index.term ORDER BY lexeme",
            "SELECT word, letters, df FROM search_index.word ORDER BY word",
            "SELECT facet, value, label, n FROM search_index.facet ORDER BY 1, 2",
            "SELECT key FROM search_index.part ORDER BY key",
        ):
            cursor.execute(statement)
            answers.append([(*map(_plain, row),) for row in cursor.fetchall()])
        return answers


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value
