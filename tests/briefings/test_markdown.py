"""HTML to Markdown and back: nothing is lost and nothing becomes a mark that was not one."""

from __future__ import annotations

import html as entities
import re

import pytest
from django.utils.html import strip_tags
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from briefings import publishing
from briefings.markdown import to_markdown
from briefings.sanitizing import clean
from tests import factories

COMMONMARK = MarkdownIt("commonmark").enable("table")


def words(html: str) -> str:
    """The text alone; `<q>` brings quotation marks of its own."""
    return re.sub(r"\s+|[“”]", "", entities.unescape(strip_tags(html)))


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a <b>b</b> <i>c</i></p>", "a **b** *c*"),
        ("<p><strong>강조(韓)</strong>는</p>", "<strong>강조(韓)</strong>는"),
        ('<p><a href="https://e.org/a_(b)">x</a></p>', "[x](https://e.org/a_%28b%29)"),
        ("<h3>One</h3><p>1. two<br># three</p>", "### One\n\n1\\. two\\\n\\# three"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ('<ol start="3"><li>a</li><li><p>b</p><p>c</p></li></ol>', "3. a\n\n4. b\n\n   c"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre>x = 1\n```\n</pre>", "````\nx = 1\n```\n````"),
        ("<p><code>a`b</code> snake_case *</p>", "``a`b`` snake\\_case \\*"),
        (
            "<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td></tr></table>",
            "| a | b\\|c |\n| --- | --- |\n| 1 |  |",
        ),
        ("<p>H<sub>2</sub>O &amp;copy; &lt;b&gt;</p>", "H<sub>2</sub>O \\&copy; \\<b>"),
    ],
)
def test_clean_commonmark(html, markdown):
    assert to_markdown(html) == markdown


def test_footnotes_are_numbered_through():
    notes = ["before"]
    assert to_markdown('<p>a<sup data-note="See &lt;b&gt;.">*</sup></p>', notes) == "a[^2]"
    assert notes == ["before", "See <b>."]


_text = st.text(alphabet="ab가*_`[]()<>#-+1.)|\\~! &;:=", max_size=8).map(entities.escape)
_inline = st.recursive(
    _text | st.just("<br>"),
    lambda inner: st.tuples(
        st.sampled_from(["strong", "em", "code", "sup", "del", "q", 'a href="https://e.org/(x)"']),
        st.lists(inner, max_size=3),
    ).map(lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0].split()[0]}>"),
    max_leaves=6,
)
_block = st.recursive(
    st.tuples(st.sampled_from(["p", "h3", "pre"]), st.lists(_inline, max_size=3)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    lambda inner: st.tuples(
        st.sampled_from(
            [
                ("<blockquote>", "</blockquote>"),
                ("<ul><li>", "</li><li>a</li></ul>"),
                ('<ol start="7"><li>', "</li></ol>"),
                ("<table><tr><td>", "</td><td>x</td></tr></table>"),
            ]
        ),
        st.lists(inner | _inline, max_size=3),
    ).map(lambda pair: pair[0][0] + "".join(pair[1]) + pair[0][1]),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_block, max_size=3).map("".join))
def test_what_markdown_shows_is_what_html_showed(html):
    kept = clean(html)
    assert words(COMMONMARK.render(to_markdown(kept))) == words(kept)


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_no_text_breaks_it(text):
    to_markdown(text)


def test_depth_does_not_break_it():
    assert "deep" in to_markdown("<blockquote>" * 3000 + "deep")


@pytest.mark.django_db
def test_document_has_its_facts_and_corrections(client):
    made = factories.briefing(
        "A “title”: with colon",
        slug="a-title",
        authors=[factories.person()],
        documents=[factories.document()],
        published_at=factories.on(2026, 5, 3),
    )
    publishing.correct(made, note="Four, not *five*.", now=factories.on(2026, 6, 1))
    text = client.get("/publications/2026/a-title.md").content.decode()
    assert text.startswith('---\ntitle: "A “title”: with colon"\n')
    assert 'authors: ["Ana Reyes"]' in text
    assert "\n# A “title”: with colon\n" in text
    assert "## What Happened\n\n- Exports rose 4 percent in May.\n" in text
    assert "[Quota tables](http" in text
    assert "- 2026-06-01: Four, not \\*five\\*.\n" in text
