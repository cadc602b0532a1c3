"""From HTML and Markdown of other systems to what is stored. No word is lost."""

from __future__ import annotations

import unicodedata

import pytest

from briefings.importers.html import prepare
from briefings.importers.texts import Body
from briefings.sanitizing import clean

OLD = "https://old.example.org/posts/ports/"
DECOMPOSED = unicodedata.normalize("NFD", "한국의 é")


def html(source: str, base: str = "") -> str:
    return str(prepare(Body("html", source), base))


def markdown(source: str, base: str = "") -> str:
    return str(prepare(Body("markdown", source), base))


@pytest.mark.parametrize(
    ("source", "stored"),
    [
        ("<div>a</div><div>b</div>", "<p>a</p>\n<p>b</p>"),
        ("a<p>b</p>c", "<p>a</p>\n<p>b</p><p>c</p>"),
        ("<li><div><b>a</b></div><div>b</div></li>", "<ul><li><b>a</b><br>b</li></ul>"),
        ("<h1>A</h1><h2>B</h2>", "<h3>A</h3><h4>B</h4>"),
        ("<h2>A</h2><h6>B</h6>", "<h3>A</h3><h4>B</h4>"),
        ("<h5>A</h5>", "<h3>A</h3>"),
        ("<h3>A</h3><h2>B</h2><h3>C</h3><h3>D</h3>", "<h3>A</h3><h3>B</h3><h4>C</h4><h4>D</h4>"),
        ("<h4>A</h4><h4>B</h4><h2>C</h2>", "<h3>A</h3><h3>B</h3><h3>C</h3>"),
        ("<h1> </h1><h3>A</h3><h4 lang=ko>B</h4>", '<h3>A</h3><h4 lang="ko">B</h4>'),
        ("<h1>A</h1><h2>B</h2><h3>C</h3><h4>D</h4>", "<h3>A</h3><h4>B</h4><h5>C</h5><h5>D</h5>"),
        ("<a href='#top'>up</a>", "<p>up</p>"),
        ("<p>a\x08b</p><p></p>", "<p>ab</p>"),
        ("<button>a</button><select><option>b</select>", "<p>a</p>\n<p>b</p>"),
        ("<pre>a\n  b</pre>", "<pre>a\n  b</pre>"),
        (
            "<img src='/media/images/1/o.png' alt='Cranes'>",
            '<p><img src="/media/images/1/o.png" alt="Cranes"></p>',
        ),
        ("<script>evil()</script><p onclick='x' style='y'>a</p>", "<p>a</p>"),
        ("<a href='javascript:x'>a</a>", "<p>a</p>"),
    ],
)
def test_html(source, stored):
    assert html(source) == stored


@pytest.mark.parametrize(
    ("source", "stored"),
    [
        ("<li>a</li> <li>b</li>", "<ul><li>a</li><li>b</li></ul>"),
        (
            "x<li>a</li>y<li>b</li><p>z</p>",
            "<p>x</p>\n<ul><li>a</li></ul><p>y</p>\n<ul><li>b</li></ul><p>z</p>",
        ),
        ("<div><li>a</li></div><h2>B</h2>", "<ul><li>a</li></ul><h3>B</h3>"),
        ("<blockquote><li>a</li></blockquote>b", "<blockquote><ul><li>a</li></ul></blockquote><p>b</p>"),
        ("<table><tr><td><li>a<li>b</table>", "<td><ul><li>a</li><li>b</li></ul></td>"),
        (
            "<ul><li>a</li> <ul><li>b</li></ul> <ol><li>c</li></ol><li>d</li></ul>",
            "<ul><li>a<ul><li>b</li></ul> <ol><li>c</li></ol></li><li>d</li></ul>",
        ),
        ("<ul><ul><li>a</li></ul><li>b</li></ul>", "<ul><li><ul><li>a</li></ul></li><li>b</li></ul>"),
        ("<ul><ul><ul><li>a</ul></ul></ul>", "<ul><li><ul><li><ul><li>a</li></ul></li></ul></li></ul>"),
        ("<ul><li>a</li>b <b>c</b><li>d</li></ul>", "<ul><li>a</li><li>b <b>c</b></li><li>d</li></ul>"),
        ("<ol><p>a</p><p>b</p><li>c</li></ol>", "<ol><li><p>a</p><p>b</p></li><li>c</li></ol>"),
        ("<ul><li>a</li><hr></ul>b", "<ul><li>a</li><li><hr></li></ul><p>b</p>"),
        (
            "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
            "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
        ),
    ],
)
def test_lists_hold_items_and_items_stand_in_lists(source, stored):
    assert stored in html(source)
    assert clean(html(source)) == html(source)


def test_a_heading_inside_a_link_keeps_both():
    assert html('<a href="/x"><div>a<h2>b</h2></div></a>', OLD) == (
        '<p><a href="https://old.example.org/x">a</a></p>\n<h3><a href="https://old.example.org/x">b</a></h3>'
    )


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ('<img src="a.png" alt="Cranes">', '<a href="https://old.example.org/posts/ports/a.png">Cranes</a>'),
        ('<img src="//cdn.example/a%20b.png">', '<a href="https://cdn.example/a%20b.png">a b.png</a>'),
        ('<img src="data:image/gif;base64,AA" data-src="https://c.example/x.png" alt="">', ">x.png</a>"),
        (
            '<iframe src="https://v.example/1" title="Talk"></iframe>',
            '<a href="https://v.example/1">Talk</a>',
        ),
        (
            '<a href="/full"><img src="/s.png" alt="Map"></a>',
            '<a href="https://old.example.org/s.png">s.png</a>',
        ),
        ('<a href="../b?x=1&amp;y=2">b</a>', '<a href="https://old.example.org/posts/b?x=1&amp;y=2">b</a>'),
    ],
)
def test_foreign_pictures_and_recordings_become_links(source, link):
    assert link in html(source, OLD)


def test_the_text_of_a_picture_without_address_stays():
    assert html('<p>x<img src="data:image/png;base64,AA" alt="Logo">y</p>') == "<p>x Logo y</p>"


@pytest.mark.parametrize(
    ("source", "stored"),
    [
        ("# A\n\nb *c*", "<h3>A</h3><p>b <em>c</em></p>"),
        ("## A {#here}\n\nb\n{: .lead}", "<h3>A</h3><p>b</p>"),
        ("<div>\n<p>a</p>\n</div>", "<p>a</p>"),
        (
            "`{{< x >}}` and `{% raw %}{{ y }}{% endraw %}`",
            "<p><code>{{&lt; x &gt;}}</code> and <code>{{ y }}</code></p>",
        ),
        ("{% highlight ruby %}\n# a\n{% endhighlight %}", "<pre><code># a\n</code></pre>"),
        ("Dear {{ name }}", "<p>Dear {{ name }}</p>"),
        ("a {% if x %}b{% endif %}", "<p>a b</p>"),
        ('{{< quote text="Go." cite="Ana" >}}', "<p>Go.  —  Ana</p>"),
    ],
)
def test_markdown_and_its_machinery(source, stored):
    assert markdown(source) == stored


def test_tables():
    assert "<td>1</td>" in markdown("| a |\n|---|\n| 1 |")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('[a]({{< ref "posts/x.md" >}})', '<a href="https://old.example.org/posts/x/">a</a>'),
        ('[a]({{ "/x/" | url }} "t")', '<a href="https://old.example.org/x/" title="t">a</a>'),
        ("[a]({{site.baseurl}}/x)", '<a href="https://old.example.org/x">a</a>'),
        ('{{< img src="a/b.png" alt="Map" caption="Of it" >}}', ">Map</a>  —  Of it"),
        ('{% image "a/b.png" "a map" %}', '/a/b.png">a map</a>'),
        ("{{< youtube id='abc' title='Talk' >}}", '<a href="https://www.youtube.com/watch?v=abc">Talk</a>'),
    ],
)
def test_machinery_yields_what_a_reader_can_read_or_follow(source, expected):
    assert expected in markdown(source, OLD)


def test_deep_lists_lose_nothing():
    source = "\n".join(f"{'  ' * n}- item{n}" for n in range(25))
    assert all(f"item{n}" in markdown(source) for n in range(25))


@pytest.mark.parametrize(
    "source",
    ["<<p>a<b><i>x</b>y</i>", "<p/><p", "&#0;&#11;&lt;", "</div></p></a>", '<a href="http://[">x</a>'],
)
def test_what_is_stored_passes_the_gate_unchanged(source):
    stored = html(source, OLD)
    assert clean(str(stored)) == stored


@pytest.mark.parametrize(
    "source",
    [
        "<p>{}</p>",
        "<p title='{0}'>a <sup data-note='{0}'></sup></p>",
        '<p><a href="https://old.example.org/x" title="{0}">{0}</a></p>',
        "<p>&#x1112;&#x1161;&#x11ab;e&#x301;</p>",
        '<img src="/media/images/1/o.png" alt="{}">',
        "<iframe src='https://v.example/%ED%95%9C/e%CC%81'></iframe>",
    ],
)
def test_text_is_composed(source):
    stored = html(source.format(DECOMPOSED))
    assert unicodedata.is_normalized("NFC", stored)
    assert "é" in stored or "data-note" in stored
    assert clean(str(stored)) == stored


def test_composing_does_not_eat_the_end_of_a_tag():
    stored = html("<p>\u0338 onclick=alert() &gt;\u0338</p>")
    assert stored == "<p>\u0338 onclick=alert() &gt;\u0338</p>"
