"""What is shown of a result: which stretch of it, and which words are marked."""

from __future__ import annotations

from html import escape

import pytest

from search.analysis.letters import APOSTROPHES
from tests.search.archive import ask, entry, put

pytestmark = pytest.mark.django_db


def shown(text: str):
    return ask(text).hits[0].snippet


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        *((f"P{sign}yŏngyang", "pyongyang") for sign in APOSTROPHES),
        *((f"E{sign}mail", "email") for sign in "-\u2010\u2011"),
    ],
)
def test_words_are_marked_whatever_sign_is_in_them(written, asked):
    put(entry(1, "Talks", f"Talks on {written} begin."))
    assert f"on <mark>{escape(written)}</mark> begin" in shown(asked).html


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("A good year. Then", "year", "good <mark>year</mark>. Then"),
        ("Trade with the U.S. Then", "us trade", "the <mark>U.S.</mark> Then"),
        ("Trade with the U.S., then", "u.s. trade", "the <mark>U.S.</mark>, then"),
        ("Trade with the US. Then", "us trade", "the <mark>US</mark>. Then"),
        ("At 9 a.m. Then", "a.m.", "9 <mark>a.m.</mark> Then"),
    ],
)
def test_a_full_stop_is_marked_with_an_acronym_only(text, asked, marked):
    put(entry(1, "Talks", text))
    assert marked in shown(asked).html


def test_highlights_are_escaped_and_right():
    put(entry(1, text="<script>alert(1)</script> & café policies"))
    html = shown("cafe policy").html
    assert html == ("&lt;script&gt;alert(1)&lt;/script&gt; &amp; <mark>café</mark> <mark>policies</mark>")


def test_of_a_phrase_the_place_is_shown_where_it_stands():
    put(entry(1, "Hiring", f"A check, with no background. {'Other words. ' * 60}Background checks are slow."))
    html = shown('"background checks"').html
    assert "<mark>Background checks</mark> are slow" in html
    assert html.count("<mark>") == 1
    assert "<mark>" in shown("background checks").html


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("The ministry of trade said", '"ministry of trade"', "<mark>ministry of trade</mark>"),
        ("The ministry’s report", '"ministry report"', "<mark>ministry’s report</mark>"),
        ("A State-owned yard", '"state owned yard"', "<mark>State-owned yard</mark>"),
        ("Please send e-mail now", '"send email"', "<mark>send e-mail</mark>"),
    ],
)
def test_a_phrase_is_marked_as_one(text, asked, marked):
    put(entry(1, "Talks", text))
    assert marked in shown(asked).html


def test_a_page_deep_in_a_long_document_is_named():
    filler = "Nothing of that kind stands on this page. " * 100
    put(entry(1, text="A summary", pages={**dict.fromkeys(range(1, 60), filler), 60: "Dredging 연결요소"}))
    assert shown("dredging").page == 60
    assert shown("연결요소는").page == 60
