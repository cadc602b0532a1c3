"""What word processors really put on the clipboard, pasted into the editor, beside what another editor makes of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.desks import ADD, editor_of

pytestmark = pytest.mark.django_db(transaction=True)
CLIPBOARDS = Path(__file__).parents[3] / "shared" / "data" / "paste"
# Where ours is meant to differ: numbered headings stay headings, and a bullet within numbers stays a bullet.
OURS = {
    "list__heading1.safari.word2016.html": "<h3>1. H1 1</h3><h3>2. H1 2</h3>",
    "list__heading1.word2016.html": "<h3>1. H1 1</h3><h3>2. H1 2</h3>",
    "list__nested-mixed.word2016.html": "<ul><li>A1<ol><li>B2<ul><li>C4</li></ul><ol><li>D3</li></ol></li></ol></li>"
    "<li>E1<ol><li>F2</li></ol></li></ul>",
}
OURS["list__nested-mixed.safari.word2016.html"] = OURS["list__nested-mixed.word2016.html"]
FILES = sorted(path.name for path in (CLIPBOARDS).glob("*.html"))


class Told(HTMLParser):
    """What matters of a text: its words, its list items with their kind and depth, its links, what is emphasised."""

    def __init__(self, html: str):
        super().__init__()
        self.text, self.links, self.items = "", [], []
        self.emphasised: dict[str, str] = {"strong": "", "em": ""}
        self._lists: list[str] = []
        self._open: list[str] = []
        self.feed(re.sub(r"<style.*?</style>|<!--.*?-->|<!\[.*?\]>", "", html, flags=re.DOTALL))
        self.close()
        self.items = [(depth, kind, "".join(text.split())) for depth, kind, text in self.items]

    def handle_starttag(self, tag, attrs):
        tag = {"b": "strong", "i": "em"}.get(tag, tag)
        style = (dict(attrs).get("style") or "").replace(" ", "")
        if tag in ("ul", "ol"):
            self._lists.append(tag)
        elif tag == "li":
            self.items.append((len(self._lists), self._lists[-1] if self._lists else "", ""))
        elif tag == "a" and (dict(attrs).get("href") or "").startswith("http"):
            self.links.append(dict(attrs)["href"].rstrip("/"))
        if tag in self.emphasised and "font-weight:normal" not in style:
            self._open.append(tag)

    def handle_endtag(self, tag):
        tag = {"b": "strong", "i": "em"}.get(tag, tag)
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data):
        words = "".join(data.split())
        self.text += words
        if self._lists and self.items:
            self.items[-1] = (*self.items[-1][:2], self.items[-1][2] + words)
        for tag in set(self._open):
            self.emphasised[tag] += words


def pasted(page: Page, html: str) -> str:
    """The HTML that the editor keeps of what is pasted into an empty part."""
    editor = editor_of(page, "Implication")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    editor.evaluate(
        """(box, html) => { const data = new DataTransfer(); data.setData('text/html', html)
           box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})) }""",
        html,
    )
    return page.locator("#id_parts-1-body").input_value()


def faults(kept: str, meant: str) -> list[str]:
    """How `kept` differs from `meant` in what matters, and what must not be in it."""
    found, wanted = Told(kept), Told(meant)
    wrong = [
        name
        for name in ("text", "items", "links", "emphasised")
        if getattr(found, name) != getattr(wanted, name)
    ]
    wrong += [bad for bad in ("mso", "Mso", "file:", "style=", "<o:", "<img") if bad in kept]
    return wrong


@pytest.mark.skipif(not FILES, reason="the collection of clipboards is not here")
def test_real_clipboards_come_out_right(desk):
    desk.goto(ADD)
    wrong = {}
    for name in FILES:
        clipboard = (CLIPBOARDS / name).read_text(errors="replace")
        expected, kept = CLIPBOARDS / "normalized" / name, pasted(desk, clipboard)
        if name in OURS or expected.exists():
            found = faults(kept, OURS.get(name) or expected.read_text(errors="replace"))
        else:  # lists whose items are named by their places: “112” is the second of the first of the first
            items = Told(kept).items
            found = faults(kept, kept)
            found += [said for depth, _kind, said in items if said.isdecimal() and depth != len(said)]
            found += [
                said
                for said in "F5 G3 H3 I4 J4 K1 L5 M4 N3 O2".split()
                if said in clipboard and said not in kept
            ]
        if found:
            wrong[name] = found
    assert wrong == {}


WORD = "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body>{}</body></html>"


@pytest.mark.parametrize(
    ("clipboard", "kept"),
    [
        (  # a picture drawn by Word, in a comment that ends in what also stands outside of comments
            WORD.format(
                "<p class=MsoNormal>Before<!--[if gte vml 1]><v:shape style='x'></v:shape><![endif]--><![if !vml]>"
                "<img src='file:///C:/x.jpg'><![endif]></p><p class=MsoNormal>After<!-- x --></p>"
            ),
            "<p>Before</p><p>After</p>",
        ),
        (  # lists of lists
            WORD.format(
                "".join(
                    f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'>"
                    f"<span style='mso-list:Ignore'>{mark}</span>{text}</p>"
                    for level, mark, text in ((1, "·", "A"), (2, "1)", "B"), (2, "2)", "C"), (1, "·", "D"))
                )
            ),
            "<ul><li><p>A</p><ol><li><p>B</p></li><li><p>C</p></li></ol></li><li><p>D</p></li></ul>",
        ),
        (  # Google Docs: a list beside its bullet, everything in a <b> that is not bold
            "<b style='font-weight:normal' id='docs-internal-guid-1'>"
            "<ul><li><p>A</p></li><ul><li><p>B</p></li></ul></ul></b>",
            "<ul><li><p>A</p><ul><li><p>B</p></li></ul></li></ul>",
        ),
        (  # a page of the web
            "<div><h1>Title</h1><script>x()</script><p style='color:red' onclick='x()'>See <a href='https://e.org/a' "
            "target=_blank class=x>this</a></p><p>&nbsp;</p><img src='https://e.org/x.png'>"
            "<table><tr><td align=left>1</table></div>",
            '<h3>Title</h3><p>See <a href="https://e.org/a">this</a></p>'
            "<table><tbody><tr><td><p>1</p></td></tr></tbody></table>",
        ),
    ],
)
def test_typical_clipboards_come_out_right(desk, clipboard, kept):
    desk.goto(ADD)
    html = pasted(desk, clipboard)
    assert re.sub(r' (?:data-type|rel|target|class|colspan|rowspan|colwidth)="[^"]*"', "", html) == kept
