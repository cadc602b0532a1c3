"""What stands in an entry in order: a phrase is found where its terms stand so, and nowhere else."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.analysis import Stream
from search.entries import Entry
from search.indexing import sequences
from search.indexing.documents import Prepared

pytestmark = pytest.mark.django_db
# Signs that LIKE reads otherwise, at each of the bytes of a number.
SPECIAL = [sign << 7 * byte for sign in b"%_\\" for byte in range(4) if sign << 7 * byte < 2**27]
terms = st.sampled_from([1, 2, 3, 128, *SPECIAL]) | st.integers(1, 2**27 - 1)
texts = st.lists(st.just(0) | terms, max_size=12)
PARTS = {"": 0, "context": 1, "outlook": 37}
passages = st.lists(st.tuples(st.sampled_from([*PARTS]), texts), max_size=4)


@given(st.data(), texts, passages)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_phrase_is_found_where_it_stands(data, title, others):
    own = {"title": [title], **{part: [text for key, text in others if key == part] for part in PARTS}}
    everything = [text for found in own.values() for text in found]
    phrase = data.draw(st.sampled_from(everything).flatmap(stretches) | stretches([1, 2, 3]))
    kept = sequences.of_prepared(prepared(title, others), Numbers(), PARTS)
    assert len(kept) % 4 == 0
    assert like(kept, sequences.pattern(phrase)) == stands(phrase, everything)
    assert like(kept, sequences.pattern(phrase, sequences.TITLE)) == stands(phrase, own["title"])
    for part in ("context", "outlook"):
        head = sequences.head_of_part(PARTS[part])
        assert like(kept, sequences.pattern(phrase, head)) == stands(phrase, own[part])


@st.composite
def stretches(draw, text: list[int]) -> list[tuple[int, int]]:
    """Terms with their places, as they stand in a text or nearly so."""
    begin = draw(st.integers(0, len(text)))
    taken = [
        (number, place)
        for place, number in enumerate(text[begin : begin + draw(st.integers(1, 6))])
        if number
    ]
    taken = [pair for pair in taken if draw(st.integers(0, 4))]
    if not taken or not draw(st.integers(0, 3)):
        number = draw(terms)
        taken.append((number, taken[-1][1] + draw(st.integers(1, 3)) if taken else 0))
    return taken


def stands(phrase: list[tuple[int, int]], among: list[list[int]]) -> bool:
    """Whether its terms stand so in one of these texts, with none between."""
    wanted = [0] * (phrase[-1][1] - phrase[0][1] + 1)
    for number, place in phrase:
        wanted[place - phrase[0][1]] = number
    return any(text[at : at + len(wanted)] == wanted for text in among for at in range(len(text)))


def prepared(title: list[int], others: list[tuple[str, list[int]]]) -> Prepared:
    made = Prepared(Entry("test", 1, "", "en", None), written(title))
    made.texts = [(part, written(text)) for part, text in others]
    return made


def written(numbers: list[int]) -> Stream:
    return Stream([str(number or "") for number in numbers], set())


class Numbers(dict[str, int]):
    """Of terms that are called like their numbers."""

    def __missing__(self, term: str) -> int:
        return int(term)


def like(kept: bytes, pattern: bytes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::bytea LIKE %s::bytea", [kept, pattern])
        return cursor.fetchone()[0]
