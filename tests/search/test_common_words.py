"""Phrases of words so common that the index keeps them in pairs."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection

from search.indexing import common
from tests.search.archive import entry, found, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def paired():
    """As a rebuild of a large archive leaves it: both words are paired."""
    put(entry(9, "Export and control"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_index.term SET paired = TRUE WHERE lexeme IN ('export', 'control')")


def test_a_phrase_of_two_is_found_where_the_words_stand_side_by_side(paired):
    put(
        entry(1, "Ports", "New export controls were announced."),
        entry(2, "Ports", "Controls on the export of tools."),
        entry(3, "Export controls", "Nothing else."),
        entry(4, "Export", "Controls begin the text, the title ends before."),
    )
    assert sorted(found('"export controls"')) == [1, 3]
    assert sorted(found("export controls")) == [1, 2, 3, 4, 9]
    assert found('"controls export"') == []
    assert sorted(found('ports -"export controls"')) == [2]


def test_longer_phrases_parts_and_titles_are_looked_for_as_ever(paired):
    put(
        entry(
            1, "Ports", parts={"Context": "The new export controls list", "Implication": "export of controls"}
        ),
        entry(2, "Ports", parts={"Context": "Export control, list new", "Implication": "export controls"}),
    )
    assert found('"new export controls list"') == [1]
    assert sorted(found('"export controls list"')) == [1, 2]
    assert found('in:context "new export controls"') == [1]
    assert found('in:implication "export controls"') == [2]
    assert found('title:"export controls"') == []


def test_phrases_over_stop_words_are_found_by_what_follows(paired):
    put(
        entry(1, "Export of controls", "Something else"),
        entry(2, "Ports", "The export, and of the new-controls"),
        entry(3, "Ports", "Export controls, export steel controls"),
        entry(4, "Ports", parts={"Context": "The export of controls"}),
        entry(5, "Ports", "export-import of controls"),
    )
    assert sorted(found('"export of controls"')) == [1, 4]
    assert found('"exportimport of controls"') == [5]
    assert found('title:"export of controls"') == [1]
    assert found('in:context "export of controls"') == [4]
    assert sorted(found('"export controls"')) == [3]


def test_pairs_in_the_last_pages_of_a_long_document_are_found(paired):
    long = " ".join(f"filler{n % 50}" for n in range(17_000))
    pages = {1: long, 2: "export controls at the end"}
    put(entry(1, "Long", pages=pages), entry(2, "Short", "export of controls"))
    assert found('"export controls"') == [1]


def test_what_is_common_is_told_by_a_sample():
    counts = Counter({"government": 900, "tariff": 30, "rare": 1})
    measured = common.common(counts, 2_000, 1_000_000)
    assert measured.paired == {"government"}
    assert measured.tiered == {"government", "tariff"}
    assert measured.scoped == {"government", "tariff", "rare"}
    small = common.common(Counter({"government": 30, "tariff": 15}), 100, 100)
    assert small == common.Common(paired=frozenset({"government"}))
