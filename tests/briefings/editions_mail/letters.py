"""An edition with everything that a mail has to bear, and a reader of its HTML. No database."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from briefings.content import Credit, Figure, Part, Ref
from briefings.editions import mail
from briefings.editions.content import EditionContent, Item
from newsroom.models import SiteRecord
from subscriptions.models import MailingList

PAGE = "/series/strait-view/2026-11-20/"
HOST = "http://127.0.0.1:8000"
SERIES = Ref(1, "Strait View", "strait-view", {"ko": "해협 브리핑"})
SITE = SiteRecord(
    name="Garam Institute",
    names={"ko": "가람연구원"},
    publisher="Garam Foundation",
    postal_address="1 Quay\nBusan",
    contact_email="desk@example.org",
)
LIST = MailingList(slug="strait-view", name="Strait View", names={"ko": "해협 브리핑"})
FIGURE = Figure(
    7,
    "images/a/original.jpg",
    3000,
    2000,
    'Cranes, "at dusk"',
    "The harbour",
    "Harbour Photo",
    renditions={
        "full": [[w, w * 2 // 3, f"images/a/{w}.webp", f"images/a/{w}.jpg"] for w in (480, 960, 1600)]
    },
)
TABLE = (
    "<table><caption>Orders</caption><thead><tr><th>Yard</th><th>2025</th></tr></thead>"
    "<tbody><tr><td>Ulsan</td><td>12</td></tr></tbody></table>"
)
RICH = (
    Part(
        "what-happened",
        "What Happened",
        '<ul><li>Exports rose<sup data-note="Customs, table 3 &amp; 4."></sup> in <a href="/topics/trade/">May</a>.'
        "<ul><li>Ships above all</li></ul></li><li>CO<sub>2</sub> fell.</li></ul>",
    ),
    Part(
        "context",
        "Context",
        f'<h3>Numbers</h3>{TABLE}<blockquote><p>Nobody <em>said</em> so.<sup data-note="Own estimate."></sup></p>'
        '</blockquote><figure><img src="/media/images/x.jpg" alt="A crane" width="1600" height="800">'
        "<figcaption>Cranes</figcaption></figure><pre>a = 1\n  b</pre>"
        '<p>See <a href="https://example.com/a?b=1&amp;c=2">the paper</a> and <a href="/topics/trade/">May</a> again.</p>',
    ),
)
KOREAN = (Part("text", "", "<p>조선소는 지난해 11월 이후 처음으로 흑자를 기록했다.</p>"),)


def item(number: int = 5, **fields) -> Item:
    usual = {
        "id": number,
        "kind": "briefing",
        "title": f"Piece {number} <of> ours",
        "url": f"/publications/2026/piece-{number}/",
        "language": "en",
        "shown": "whole",
        "date": "2026-11-19T03:00:00+00:00",
    }
    return Item(**{**usual, **fields})


def edition(*items: Item, **fields) -> EditionContent:
    usual = {
        "series": SERIES,
        "number": 12,
        "date": "2026-11-20",
        "language": "en",
        "subject": "Strait View 12: Yards & profit",
        "preheader": "Exports rose in May.",
        "intro": '<p>Good morning. Read <a href="/about/">about us</a>.</p>',
        "items": items,
        "credits": (
            Credit("author", "series", SERIES),
            Credit("editor", "person", Ref(3, "Edda Yoon", "edda-yoon")),
            Credit("assistant", "person", Ref(4, "Wren Park", "wren-park")),
        ),
        "closing": '<p>Write to <a href="mailto:desk@example.org">us</a>.</p>',
    }
    return EditionContent(**{**usual, **fields})


def usual() -> EditionContent:
    """An English edition with a rich piece and a Korean one of which the first part is shown."""
    rich = item(
        5, parts=RICH, figure=FIGURE, dek="Why the yards earn.", byline="Ana Reyes", note="First of all:"
    )
    korean = item(
        6, title="조선소, 흑자로 돌아서다", language="ko", shown="first", parts=KOREAN, series=Ref(9, "Desk")
    )
    return edition(rich, korean)


def said(content: EditionContent | None = None, language: str = "en"):
    return mail.words(content or usual(), SITE, PAGE, mailing_list=LIST)[language]


def longer(content: EditionContent, times: int) -> EditionContent:
    """With the last part of each piece so many times as long."""
    grown = []
    for one in content.items:
        last = one.parts[-1]
        grown.append(replace(one, parts=(*one.parts[:-1], replace(last, html=last.html * times))))
    return replace(content, items=tuple(grown))


class Page(HTMLParser):
    """`tags` are all start tags with their attributes, in order; `text` what stands between them."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text, self.html = "", html
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, *names: str) -> list[dict[str, str]]:
        return [found for tag, found in self.tags if tag in names]

    def of(self, kind: str) -> dict[str, str]:
        """The attributes of the only element of this class."""
        (found,) = [one for _tag, one in self.tags if kind in (one.get("class") or "").split()]
        return found

    def values(self, attribute: str) -> list[str]:
        return [one[attribute] for _tag, one in self.tags if one.get(attribute)]
