"""What texts are cut into, and the table that knows it by keys: nothing is lost, taken for another, or counted twice."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis.letters import fold
from search.indexing.hashed import Table, cut, mixed
from search.indexing.lexicon import Names
from search.indexing.tokens import Tokens

# Letters of one to four bytes, all that stands between words, and what only looks like it.
letters = st.text(st.sampled_from("abé한𝒳,.-' \n\t\r\u00a0\u2028\x00"), max_size=40)
numbers = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 40), max_size=300)


@given(st.lists(letters, max_size=8))
@example(["internationalisation internationalised international internat", "", ", . ,", "a,, b.."])
def test_texts_are_cut_at_their_spaces_and_lose_no_letter(texts):
    found = cut(texts)
    pieces = [found.piece(n) for n in range(len(found.keys))]
    assert found.sizes.sum() == len(pieces) and len(found.sizes) == len(texts)
    ends = np.cumsum(found.sizes)
    for text, end, size in zip(texts, ends, found.sizes, strict=True):
        own = pieces[end - size : end]
        assert not any(set(piece) & set(" \n\t\r") for piece in own)
        assert _telling("".join(own)) == _telling(fold(text))


@given(st.lists(letters, max_size=8))
@example(["internationalisation", "internationalised", "internat", "internat internationalisation"])
def test_pieces_have_one_key_if_they_are_one(texts):
    found = cut(texts)
    by_key: dict[int, str] = {}
    for n, key in enumerate(found.keys.tolist()):
        assert by_key.setdefault(key, found.piece(n)) == found.piece(n)
    assert len(by_key) == len(set(by_key.values()))


@given(st.lists(numbers, max_size=5))
@example([[*range(40_000)], [*range(20_000, 70_000)]])  # more than there is room for at first
def test_a_table_gives_each_key_the_number_it_was_given_first(asked):
    table, expected = Table(), {}
    for keys in asked:
        given_now = []

        def learn(at, keys=keys, given_now=given_now):
            given_now.append(keys[at])
            return expected.setdefault(keys[at], len(expected))

        answered = table.numbers(mixed(np.array(keys, np.uint64)), learn).tolist()
        assert answered == [expected[key] for key in keys]
        assert len(given_now) == len(set(given_now))
    assert len(set(expected.values())) == len(expected)


def test_keys_that_begin_at_one_place_find_another():
    table = Table()
    keys = np.arange(1, 5_000, dtype=np.uint64)  # the first bits, which tell the place, are alike
    assert table.numbers(keys, lambda at: at).tolist() == [*range(4_999)]
    assert table.numbers(keys[::-1], lambda at: -at).tolist() == [*range(4_998, -1, -1)]


def test_what_gives_no_word_takes_room_too():
    tokens = Tokens(Names(), Names(), Names())
    assert tokens.of(cut(["& — !", "?! &"])).tolist() == [0] * 5
    assert len(tokens) == 4


def _telling(text: str) -> str:
    """Without what may be left out."""
    return "".join(c for c in text if c not in ",. \n\t\r\x00")
