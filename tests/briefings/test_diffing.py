"""Two texts compared: words, Korean syllables, blocks of HTML; nothing is lost on either side."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from briefings.content import Content, Part
from briefings.diffing import aligning, blocks, contents, rendering, words

ANY_PACE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TEXTS = some.text(alphabet="ab 가나는\n.,漢<&é1", max_size=60)
TAGS = some.sampled_from(
    ["<p>", "</p>", "<ul><li>", "</li></ul>", "<b>", "</b>", "<br>", '<sup data-note="n">*</sup>']
)
HTML = some.lists(
    some.one_of(TAGS, some.sampled_from(["one", "two ", "수출이", " 늘었다", "&amp;"])), max_size=14
)


def sides(old: str, new: str) -> tuple[list[str], list[str]]:
    """The words that only the old, and only the new text has."""
    runs = [run for run in words.compare(words.tokens(old), words.tokens(new)) if not run.same]
    return tuple(["".join(t.text + t.space for t in side).strip() for side in zipped if side] for zipped in (
        [run.old for run in runs], [run.new for run in runs]))  # fmt: skip


@settings(ANY_PACE, max_examples=200)
@given(TEXTS, TEXTS)
def test_both_texts_are_whole_in_what_is_compared(old, new):
    runs = words.compare(words.tokens(old), words.tokens(new))
    for side, text in ((0, old), (1, new)):
        assert "".join(t.text + t.space for run in runs for t in (run.old, run.new)[side]) == text
    for run in runs:
        if run.same:
            assert [t.key for t in run.old] == [t.key for t in run.new]


@settings(ANY_PACE, max_examples=50)
@given(TEXTS)
def test_a_text_differs_from_itself_in_nothing(text):
    assert words.changed_words(text, text) == (0, 0)


def test_the_words_that_changed_and_no_others():
    assert sides("Exports rose 4 percent in May.", "Exports fell 4 percent in June.") == (
        ["rose", "May"],
        ["fell", "June"],
    )


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("조선소가 흑자로 돌아섰다", "조선소는 흑자로 돌아섰다", ["가"], ["는"]),
        ("수출이 늘었다", "수출이 크게 늘었다", [], ["크게"]),
        ("2024년에는 늘었다", "2025년에는 늘었다", ["2024"], ["2025"]),
        ("대통령이 방문했다", "기업은 반대한다", ["대통령이 방문했다"], ["기업은 반대한다"]),
    ],
)
def test_korean_is_compared_within_its_words(old, new, removed, added):
    assert sides(old, new) == (removed, added)


def test_a_paragraph_put_in_between_leaves_the_others_alone():
    before = blocks.read("<p>First of all.</p><p>Second of all.</p>")
    after = blocks.read("<p>First of all.</p><p>Quite another thing.</p><p>Second of all, too.</p>")
    found = aligning.rows(before, after)
    assert [(bool(row.old), bool(row.new), row.same) for row in found] == [
        (True, True, True),
        (False, True, False),
        (True, True, False),
    ]


@settings(ANY_PACE, max_examples=150)
@given(HTML, HTML)
def test_every_block_stands_in_the_table_once(old, new):
    before, after = blocks.read("".join(old)), blocks.read("".join(new))
    found = aligning.rows(before, after)
    assert [row.old for row in found if row.old] == before
    assert [row.new for row in found if row.new] == after


def test_what_html_says_beyond_its_words_is_compared_too():
    read = lambda html: [block.text for block in blocks.read(html)]  # noqa: E731
    assert read('<p>See<sup data-note="Table 3.">*</sup> it.</p>') == ["See*[Table 3.] it."]
    assert read("<table><tr><td>A</td><td>B</td></tr></table>") == ["A| B"]
    plain, bold = blocks.read("<p>so</p>"), blocks.read("<p><b>so</b></p>")
    assert not aligning.rows(plain, bold)[0].same
    here, there = (blocks.read(f'<p><a href="https://example.org/{x}">so</a></p>') for x in "ab")
    assert not aligning.rows(here, there)[0].same
    assert [(b.kind, b.depth) for b in blocks.read("<ul><li>a<ul><li>b</li></ul></li></ul><h3>c</h3>")] == [
        ("li", 1),
        ("li", 2),
        ("h3", 0),
    ]


def content(title="Yards", **bodies) -> Content:
    parts = tuple(Part(key, key.title(), html) for key, html in bodies.items())
    return Content(kind="briefing", title=title, language="en", parts=parts)


def test_the_fields_that_differ_in_one_line():
    old = content(context="<p>The quota of 2019.</p>", implication="<p>Jobs.</p>")
    new = content("Yards return", context="<p>The old quota of 2020.</p>", implication="<p>Jobs.</p>")
    assert [tuple(change) for change in contents.changes(old, new)] == [("Title", 0, 1), ("Context", 1, 2)]
    assert contents.changes(new, new) == []


def test_a_part_that_went_and_one_that_moved_are_told():
    old = content(a="<p>1</p>", b="<p>2</p>", c="<p>3</p>")
    new = content(c="<p>3</p>", a="<p>1</p>")
    names = [difference.name for difference in contents.side_by_side(old, new) if difference.changed]
    assert names == ["part:b", "order"]


class _Balance(HTMLParser):
    def __init__(self):
        super().__init__()
        self.stack = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("br", "img"):
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack and self.stack.pop() == tag


@settings(ANY_PACE, max_examples=100)
@given(HTML, HTML)
def test_what_is_shown_is_well_formed_and_carries_no_script(old, new):
    body = "".join(new) + "<script>alert(1)</script><p onclick='x'>&lt;img src=x onerror=y&gt;</p>"
    pair = content(context="".join(old)), content(context=body)
    for difference in contents.side_by_side(*pair):
        for stretch in rendering.stretches(difference):
            for row in stretch.rows:
                for cell in (row.old, row.new):
                    balance = _Balance()
                    balance.feed(cell)
                    assert balance.stack == []
                    assert "<script" not in cell and "onclick" not in cell and "<img" not in cell


def test_changes_are_said_in_words_as_well():
    pair = content(context="<p>It rose.</p>"), content(context="<p>It fell.</p>")
    part = next(d for d in contents.side_by_side(*pair) if d.name == "part:context")
    rows = [row for stretch in rendering.stretches(part) for row in stretch.rows if not row.same]
    assert "<del>" in rows[0].old and "[removed] </span>rose" in rows[0].old
    assert "<ins>" in rows[0].new and "[added] </span>fell" in rows[0].new
