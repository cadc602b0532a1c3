"""Ranking, totals and facets against a plain Python BM25 over random small archives."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.indexing.weights import K1, TITLE, USUAL_LENGTH, B
from tests.search.archive import ask, entry, put

pytestmark = pytest.mark.django_db
WORDS = "amber basalt cedar dune ember fjord garnet heath".split()  # their own stems
words = st.lists(st.sampled_from(WORDS), min_size=0, max_size=12)
pieces = st.lists(st.tuples(words, words, st.sampled_from(["paper", "article"])), min_size=1, max_size=12)
questions = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)


class Undo(Exception):
    pass


@given(pieces, questions)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_answer_is_that_of_a_brute_force_bm25(archive, question):
    try:
        with transaction.atomic():
            put(
                *(
                    entry(n, " ".join(title) or "-", " ".join(text), facets={"kind": kind})
                    for n, (title, text, kind) in enumerate(archive)
                )
            )
            check(ask(" ".join(question), page_size=100), archive, question)
            raise Undo
    except Undo:
        pass


def check(answer, archive, question):
    all_words, scores = brute_force(archive, question)
    wanted = set(all_words) if len(all_words) >= 10 or len(set(question)) < 2 else set(scores)
    assert answer.total == len(wanted)
    assert {hit.key for hit in answer.hits} == wanted
    assert answer.relaxed == (len(wanted) > len(all_words))
    ranks = [(hit.key in all_words and answer.relaxed, scores[hit.key]) for hit in answer.hits]
    for better, worse in pairwise(ranks):
        assert better[0] > worse[0] or (better[0] == worse[0] and better[1] >= worse[1] - 1e-6)
    counts = Counter(archive[n][2] for n in wanted)
    assert {value.value: value.count for value in answer.facets["kind"]} == dict(counts)


def brute_force(archive, question):
    """Pieces that hold all words, and the score of every piece that holds any."""
    texts = [Counter(title * TITLE + text) for title, text, _kind in archive]
    n, df = len(texts), Counter(word for text in texts for word in text)
    scores = {}
    for number, text in enumerate(texts):
        norm = K1 * (1 - B + B * text.total() / USUAL_LENGTH)
        score = 0.0
        for word in question:
            if word in text:
                idf = math.log(1 + (n - df[word] + 0.5) / (df[word] + 0.5))
                score += idf * max(1, round(255 * text[word] / (text[word] + norm))) / 255
        if any(word in text for word in question):
            scores[number] = score
    return [number for number in scores if all(word in texts[number] for word in question)], scores
