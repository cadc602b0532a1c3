"""The plain text of the mail."""

from __future__ import annotations

from briefings.content import Part
from briefings.editions.mail.wrapping import width
from tests.briefings.editions_mail import letters
from tests.briefings.editions_mail.letters import HOST, PAGE


def _text(html: str, **fields) -> str:
    return letters.said(letters.edition(letters.item(parts=(Part("text", "", html),)), **fields)).text


def test_it_says_what_the_html_says():
    text = letters.said().text
    order = [
        "Garam Institute", "Strait View · No. 12 · 20 November 2026", f"{HOST}{PAGE}", "Strait View 12: Yards & profit",
        "Good morning. Read about us [1].", f"[1] {HOST}/about/", "First of all:", "Piece 5 <of> ours\n=====",
        "Why the yards earn.", "[Picture: Cranes, \"at dusk\"] · The harbour · Harbour Photo", "What Happened\n----",
        "- Exports rose¹ in May [2].\n  - Ships above all\n- CO₂ fell.", "Yard | 2025\nUlsan | 12", "> Nobody said so.²",
        "[Picture: A crane]", "a = 1\n  b", "See the paper [3] and May [2] again.", "¹ Customs, table 3 & 4.",
        "² Own estimate.", f"[2] {HOST}/topics/trade/", "[3] https://example.com/a?b=1&c=2",
        f"On the site:\n{HOST}/publications/2026/piece-5/", "조선소, 흑자로 돌아서다\n=======================",
        f"Read on:\n{HOST}/publications/2026/piece-6/", "was edited by Edda Yoon with the help of Wren Park.",
        "\n-- \n", f"{HOST}/preferences/--token-of-preferences--/", f"{HOST}/unsubscribe/--token-to-unsubscribe--/",
        "Garam Foundation\n1 Quay\nBusan\ndesk@example.org",
    ]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "가람연구원" in letters.said(language="ko").text


def test_lines_are_as_wide_as_a_screen_of_text_in_any_script():
    english = "The yards have returned to profit and nobody knows for how long. " * 8
    korean = "조선소는 지난해 11월 이후 처음으로 흑자를 기록했다. " * 8
    japanese = "造船所は昨年十一月以来初めて黒字を記録した。" * 8
    for words in (english, korean, japanese):
        text = _text(f"<p>{words}</p><ul><li>{words}</li></ul><blockquote><p>{words}</p></blockquote>")
        lines = [line for line in text.split("\n") if HOST not in line]
        assert max(map(width, lines)) <= 72
        assert sum(60 < width(line) <= 72 for line in lines) > 10
        assert not any(line.lstrip("-> ").startswith(("。", "、")) for line in lines)


def test_links_are_numbered_once_and_those_that_say_themselves_are_not():
    address = "https://example.com/" + "a" * 200
    text = _text(
        f'<p><a href="{address}">long</a> <a href="https://example.org/">https://example.org/</a> '
        '<a href="mailto:ana@example.org">ana@example.org</a> <a href="#x">here</a> <a href="/p/1"></a></p>',
        intro="",
        closing="",
    )
    assert f"\n[1] {address}\n" in text and "long [1]" in text and "[2]" not in text
    assert "https://example.org/ ana@example.org here\n" in text


def test_lists_and_breaks():
    text = _text(
        '<ol start="9"><li><p>nine</p><p>more</p></li><li>ten<br>eleven</li></ol><hr><dl><dt>a</dt><dd>b</dd></dl>'
    )
    assert "9. nine" in text and "   more" in text and "10. ten\n    eleven" in text
    assert "* * *" in text and "a\n    b" in text


def test_signs_that_no_mail_may_hold_are_gone():
    assert "a\x00\x07b" not in _text("<p>a\x07\u200bb</p>") and "\nab\n" in _text("<p>a\x07\u200bb</p>")
