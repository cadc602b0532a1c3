"""Whatever entries are found by has a number of its own, in four bytes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.indexing import codes
from search.indexing.weights import TIERS

ROOM = 2**24 - 1
terms, paired = st.integers(1, ROOM), st.integers(1, codes.MOST_PAIRED)
meanings = st.one_of(
    st.tuples(st.just("term"), st.integers(1, 2**31 - 1)),
    st.tuples(st.just("every")),
    st.tuples(st.just("value"), st.integers(0, 2**26 - 1)),
    st.tuples(st.just("overflow"), st.integers(0, 2**26 - 1)),
    st.tuples(st.just("title"), terms),
    st.tuples(st.just("part"), st.integers(1, 109), terms),
    st.tuples(st.just("tier"), st.integers(0, len(TIERS) - 1), terms),
    st.tuples(st.just("pair"), paired, paired),
    st.tuples(st.just("sample"), st.sampled_from([0, *codes.SAMPLES])),
)


def code(kind: str, *numbers: int) -> int:
    if kind == "every":
        return codes.EVERY
    return numbers[0] if kind == "term" else int(getattr(codes, kind)(*numbers))


@given(meanings, meanings)
def test_two_meanings_have_two_codes(one, other):
    assert -(2**31) <= code(*one) < 2**31
    assert (code(*one) == code(*other)) == (one == other)


@given(st.integers(ROOM + 1, 2**31 - 1), st.integers(1, 200))
def test_terms_and_parts_past_those_that_fit_are_looked_for_in_the_whole_text(term, part):
    assert codes.title(term) == codes.part(part, term) == term
    assert codes.part(110 + part, 5) == 5
