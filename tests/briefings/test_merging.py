"""Three-way merges: what either side changed is in, what both changed is told, nothing is made up."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from briefings.diffing.merging import combine_html, combine_text, merge_lists, merge_sets

ANY_PACE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

ITEMS = some.lists(some.sampled_from("abcdefg"), unique=True)
SETS = some.frozensets(some.sampled_from("abcdefg"))
PARAGRAPHS = some.lists(
    some.sampled_from(["<p>one</p>", "<p>two</p>", "<li>three</li>", "<h3>four</h3>"]), max_size=5
)


@settings(ANY_PACE)
@given(SETS, SETS, SETS)
def test_sets(base, theirs, mine):
    merged = merge_sets(base, theirs, mine)
    assert (theirs - base) | (mine - base) <= merged <= theirs | mine
    assert not merged & ((base - theirs) | (base - mine))


@settings(ANY_PACE, max_examples=300)
@given(ITEMS, ITEMS, ITEMS)
def test_lists_hold_what_the_sets_hold_once(base, theirs, mine):
    merged = merge_lists(base, theirs, mine)
    assert sorted(merged) == sorted(merge_sets(set(base), set(theirs), set(mine)))
    assert merge_lists(base, theirs, base) == theirs
    assert merge_lists(base, base, mine) == mine


def test_one_moves_and_the_other_adds():
    assert merge_lists("abc", "abxc", "cab") == ["c", "a", "b", "x"]
    assert merge_lists("abc", "cba", "abcd") == ["c", "b", "a", "d"]
    assert merge_lists("abc", "ac", "abc") == ["a", "c"]


@settings(ANY_PACE, max_examples=200)
@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS)
def test_html_of_one_side_alone_is_that_side(base, theirs, mine):
    base, theirs, mine = map("".join, (base, theirs, mine))
    assert combine_html(base, theirs, base) == (theirs, True)
    assert combine_html(base, base, mine) == (mine, True)
    assert combine_html(base, mine, mine) == (mine, True)


def test_paragraphs_changed_apart_are_brought_together():
    base = "<ul><li>One.</li><li>Two.</li><li>Three.</li></ul>"
    theirs = "<ul><li>One!</li><li>Two.</li><li>Three.</li></ul>"
    mine = "<ul><li>One.</li><li>Two.</li><li>Three, four.</li></ul>"
    assert combine_html(base, theirs, mine) == (
        "<ul><li>One!</li><li>Two.</li><li>Three, four.</li></ul>",
        True,
    )


def test_a_paragraph_that_both_changed_stands_there_twice():
    assert combine_html("<p>A</p>", "<p>B</p>", "<p>C</p>") == ("<p>B</p><p>C</p>", False)


def test_words_changed_apart_are_brought_together():
    assert combine_text("Yards return to profit", "Yards return to loss", "Ports return to profit") == (
        "Ports return to loss",
        True,
    )
    assert combine_text("조선소가 흑자로", "조선소가 적자로", "항만이 흑자로") == ("항만이 적자로", True)
