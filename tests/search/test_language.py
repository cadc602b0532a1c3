"""The query language: what is understood, and that nothing a reader types is an error."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.querying.language import Atom, parse


def atoms(text: str) -> list[str]:
    return [" OR ".join(a.text for a in c.atoms) for c in parse(text).clauses if not c.negative]


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("export controls", ["export", "controls"]),
        ('"export controls" chips', ["export controls", "chips"]),
        ("“export controls” chips", ["export controls", "chips"]),
        ('"never closed', ["never closed"]),
        ("tariff OR quota trade", ["tariff OR quota", "trade"]),
        ("OR trade OR", ["trade"]),
        ("trade,shipping;ports", ["trade", "shipping", "ports"]),
        ("1,000 tons", ["1,000", "tons"]),
        ('- -- * : "" \'', []),
        ("foo:bar", ["foo:bar"]),
        ("after:soon", ["after", "soon"]),
        ("tariff OR -quota", ["tariff"]),
        ("ship author:kim OR boat", ["ship", "boat"]),
        ("author:kim OR boat", ["boat"]),
        ("ship OR , boat", ["ship", "boat"]),
        ("in:what-happened", ["what happened"]),
        ("in:implication -ship", ["implication"]),
        ("U.S.-China trade", ["U.S-China", "trade"]),
    ],
)
def test_words_phrases_and_alternatives(typed, understood):
    assert atoms(typed) == understood


def test_fields_are_taken_out_of_the_words():
    query = parse(
        'author:"Ana Reyes" kind:paper,report -topic:trade in:implication after:2024 before:2024-05 jobs'
    )
    assert [(w.name, w.values, w.negative) for w in query.wishes] == [
        ("author", ("Ana Reyes",), False),
        ("kind", ("paper", "report"), False),
        ("topic", ("trade",), True),
    ]
    assert query.parts == ["implication"]
    assert (query.after, query.before) == (date(2024, 1, 1), date(2024, 5, 1))
    assert query.words == "jobs"


@pytest.mark.parametrize(
    ("typed", "wishes"),
    [
        ("author:a OR author:b", [("author", ("a", "b"))]),
        ("ship author:a,b OR author:c", [("author", ("a", "b", "c"))]),
        ("author:a author:b", [("author", ("a",)), ("author", ("b",))]),
        ("author:a OR topic:b", [("author", ("a",)), ("topic", ("b",))]),
        ("author:a OR -author:b", [("author", ("a",)), ("author", ("b",))]),
    ],
)
def test_either_of_a_fields_values(typed, wishes):
    assert [(wish.name, wish.values) for wish in parse(typed).wishes] == wishes


def test_title_prefix_and_without():
    query = parse('title:"who we are" employ* -strike')
    assert query.clauses[0].atoms == (Atom("who we are", phrase=True, title=True),)
    assert query.clauses[1].atoms == (Atom("employ", prefix=True),)
    assert query.clauses[2].negative


@given(st.text(max_size=400))
def test_any_text_is_understood_somehow(text):
    parse(text)


@given(
    st.lists(
        st.sampled_from(
            [
                '"',
                "-",
                "OR",
                ":",
                "*",
                "in:",
                "author:",
                "title:",
                "a",
                "평양",
                "(",
                ")",
                "\\",
                "'",
                "before:",
                "–",
            ]
        ),
        max_size=200,
    ).map("".join)
)
def test_any_mixture_of_signs_is_understood_somehow(text):
    parse(text)


@pytest.mark.parametrize("piece", ['"', "-", "a:", "in:x ", "OR ", '-"', "*", "a-", "''"])
def test_reading_takes_linear_time(piece):
    began = time.process_time()
    parse(piece * 200_000)
    assert time.process_time() - began < 1
