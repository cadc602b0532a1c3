"""The HTML of the mail: what it says, and that mail programs can lay it out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefings.content import Part
from briefings.editions.mail.schemes import in_scheme
from subscriptions.sending.marks import PREFERENCES, UNSUBSCRIBE
from tests.briefings.editions_mail import letters
from tests.briefings.editions_mail.letters import HOST, PAGE, Page


@pytest.fixture(scope="module")
def english() -> Page:
    return Page(letters.said().html)


@pytest.fixture(scope="module")
def korean() -> Page:
    return Page(letters.said(language="ko").html)


def test_it_says_what_the_page_says_in_the_same_order(english):
    order = [
        "Strait View 12: Yards & profit", "Good morning.", "First of all:", "Piece 5 <of> ours", "Why the yards earn.",
        "Ana Reyes", "The harbour", "What Happened", "Exports rose", "Ships above all", "Context", "Ulsan", "Nobody",
        "Customs, table 3 & 4.", "Own estimate.", "조선소, 흑자로 돌아서다", "흑자를 기록했다", "Read on",
        "was edited by", "Edda Yoon", "Wren Park", "Write to", "You get this because", "Garam Foundation", "1 Quay",
    ]  # fmt: skip
    text = english.text[english.text.index("View in browser") :]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert len(english.all("h1")) == 1 and len(english.all("h2")) == 2 and len(english.all("h3")) == 2


def test_what_is_in_the_texts_survives(english):
    assert {"ul", "li", "table", "caption", "th", "blockquote", "em", "sup", "sub", "pre", "h4"} <= {
        tag for tag, _found in english.tags
    }
    assert [one["href"] for one in english.all("a") if one["href"].startswith("#")] == [
        "#note-1", "#note-2", "#note-mark-1", "#note-mark-2",
    ]  # fmt: skip
    assert {"note-1", "note-2", "note-mark-1", "note-mark-2"} <= set(english.values("id"))


def test_every_address_is_whole_and_nothing_is_fetched_but_our_own_pictures(english):
    for address in english.values("href"):
        assert address.startswith((HOST, "https://example.com/", "#", "mailto:")), address
    for address in english.values("src"):
        assert address.startswith(f"{HOST}/media/"), address
    html = english.html
    assert not any(sign in html for sign in ("<script", "<link", "@import", "@font-face", "url("))
    assert f'href="{HOST}{PAGE}"' in html
    assert html.count(f"{HOST}/unsubscribe/{UNSUBSCRIBE}/") == 1
    assert html.count(f"{HOST}/preferences/{PREFERENCES}/") == 1


def test_pictures_have_a_size_words_and_a_format_that_outlook_knows(english):
    above, inside = english.all("img")
    assert (above["src"], above["width"], above["height"]) == (f"{HOST}/media/images/a/960.jpg", "552", "368")
    assert above["alt"] == 'Cranes, "at dusk"' and "color:" in above["style"]
    assert (inside["width"], inside["height"], inside["alt"]) == ("552", "276", "A crane")
    without = replace(letters.FIGURE, renditions={}, width=60, height=40)
    (small,) = Page(letters.said(letters.edition(letters.item(figure=without))).html).all("img")
    assert (small["src"], small["width"]) == (f"{HOST}/media/images/a/original.jpg", "60")


def test_a_table_for_outlook_styles_for_gmail(english):
    html = english.html
    assert '<!--[if mso]><table role="presentation" align="center" width="600"' in html
    assert html.count("<!--[if mso]>") == html.count("<![endif]-->")
    layout = [one for one in english.all("table") if one.get("role") == "presentation"]
    assert len(layout) == 2  # the page and a button; the table of data is none
    for tag in ("p", "h1", "h2", "li", "td", "blockquote"):
        assert all("style" in one for one in english.all(tag)), tag
    sheets = html.split("<style>")[1:]
    assert len(sheets) == 3 and all(len(sheet.split("</style>")[0]) < 8192 for sheet in sheets)
    assert "data-css-inline" not in html


def test_the_preheader_is_hidden_and_nothing_follows_it_in_the_mailbox(english):
    assert "display:none" in english.of("preheader")["style"]
    hidden = english.html.split('class="preheader"')[1].split("</div>")[0]
    assert "Exports rose in May." in hidden and hidden.count("‌") > 60
    none = letters.said(replace(letters.usual(), preheader="")).html
    assert 'class="preheader"' not in none


def test_languages_are_named_where_they_change(english, korean):
    assert english.all("html")[0]["lang"] == korean.all("html")[0]["lang"] == "en"
    assert korean.of("foot")["lang"] == "ko" and english.of("foot")["lang"] == "en"
    assert [one["lang"] for one in korean.all("td") if "item" in one.get("class", "").split()] == ["en", "ko"]
    assert "가람연구원" in korean.text and "2026년 11월 20일" in korean.text and "해협 브리핑" in korean.text
    assert "Good morning." in korean.text and "Garam Institute" in english.text
    korean_piece = next(one for one in english.all("td") if one.get("lang") == "ko")
    assert korean_piece["style"].split("font-family:")[1].startswith("'Apple SD Gothic Neo'")


def test_what_is_written_from_right_to_left():
    arabic = letters.item(language="ar", title="ميناء", parts=(Part("text", "", "<ul><li>نص</li></ul>"),))
    page = Page(letters.said(replace(letters.edition(arabic), language="ar")).html)
    assert page.all("html")[0]["dir"] == page.all("body")[0]["dir"] == "rtl"
    assert page.of("foot")["dir"] == "ltr"
    assert any("0 24px 0 0" in one["style"] for one in page.all("ul"))


def test_dark_rules_are_those_of_dark_screens_and_can_be_tried_on_any(english):
    html = english.html
    assert "@media (prefers-color-scheme: dark)" in html and "[data-ogsc]" in html
    dark, light = in_scheme(html, "dark"), in_scheme(html, "light")
    assert "prefers-color-scheme" not in dark + light
    assert "#131719" in dark.split("[data-ogsc]")[0] and "#131719" not in light.split("[data-ogsc]")[0]
    assert 'content="dark"' in dark and 'content="light"' in light
    assert in_scheme(html, "sepia") == html


@pytest.mark.parametrize(
    "body",
    [
        "<p>" + "word <b>bold</b> " * 900 + "</p>",
        "<p>" + "조선소의 흑자 " * 900 + "</p>",
        "<p>" + "船" * 3000 + "</p>",
        "<pre>" + "x" * 3000 + "\n  y</pre>",
        "<p>" + "&amp;" * 800 + "</p>",
    ],
)
def test_no_line_is_too_long_and_nothing_is_changed_by_that(body):
    said = letters.said(letters.edition(letters.item(parts=(Part("text", "", body),))))
    for written in (said.html, said.text):
        assert max(len(line.encode()) for line in written.split("\n")) <= 998
    assert "".join(Page(body).text.split()) in "".join(Page(said.html).text.split())


def test_hostile_texts_stay_texts():
    bad = '"><script>alert(1)</script>{{ says }}<!--'
    content = letters.edition(
        letters.item(title=bad, byline=bad, dek=bad, note=bad), subject=bad, preheader=bad
    )
    page = Page(letters.said(content).html)
    assert not page.all("script") and page.text.count("<script>alert(1)</script>") >= 5
