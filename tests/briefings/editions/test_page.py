"""The page of an edition: exactly what was sent, and beside each item what became of it since."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from briefings import publishing
from briefings.editions.drafting import content_of
from briefings.editions.sending import row_of, send
from briefings.models import Briefing, Choice, Edition
from briefings.views.editions import preview
from newsroom.mailing_host import Newsroom
from tests import factories as make
from tests.briefings.editions import press

pytestmark = pytest.mark.django_db
NOTED = {
    "what-happened": (
        "What Happened",
        '<p>Exports rose<sup data-note="Customs data."></sup> 4 percent.</p><h3>Yards</h3>',
    ),
    "implication": ("Implication", "<p>Work will follow.</p>"),
    "context": ("Context", "<p>The quota of 2019.</p>"),
}


@pytest.fixture
def series(site):
    made = press.weekly("ana@example.org", purpose="What the strait is about.")
    press.usual_credits(made)
    return made


def sent(series, *pieces, shown=(), note="", now=None, site=None, **fields) -> Edition:
    edition = press.edition(series, *pieces, **fields)
    for item, choice in zip(edition.items.all(), shown, strict=False):
        item.shown, item.note = choice, note
        item.save()
    send(edition, site=site or press.SiteRecord.current(), mailed=False, now=now)
    return edition


def change(briefing: Briefing, old: str, new: str) -> None:
    part = briefing.parts.first()
    part.body = str(part.body).replace(old, new)
    part.save()


def main(page) -> str:
    assert page.status_code == 200
    return re.search(r"<main.*</main>", page.text, re.DOTALL)[0]


def test_it_shows_what_was_sent(client, series):
    first = make.briefing("First", series=series, parts=NOTED)
    second = make.briefing("둘째", language="ko", parts=NOTED, dek="뒤이어.")
    third = make.briefing("Third", dek="Read on.")
    edition = sent(
        series, first, second, third,
        shown=[Choice.WHOLE, Choice.FIRST, Choice.TEASER], note="Look\nhere.", intro="<h3>Hello</h3>",
    )  # fmt: skip
    page = client.get("/series/strait-view/2026-11-20/")
    html = main(page)
    assert html.index("First") < html.index("둘째") < html.index("Third")
    assert "Look<br>here." in html and "<h2>Hello</h2>" in html
    assert html.count("The quota of 2019.") == 1  # the second shows its first part only
    assert 'id="note-1"' in html and 'id="note-2"' in html and html.count('id="note-mark-') == 2
    assert '<h3 id="item-' in html and "<h4>Yards</h4>" in html
    assert f'<h2 id="item-{second.pk}-title" lang="ko">' in html
    assert "was edited by" in html and "Edda Yoon" in html and "with the help of" in html
    assert "Write to us." in html
    ids = re.findall(r' id="([^"]+)"', page.text)
    assert len(ids) == len(set(ids))
    graph = json.loads(re.search(r'ld\+json">(.*?)</script>', page.text)[1])["@graph"]
    assert (graph[0]["@type"], graph[0]["issueNumber"], len(graph[0]["hasPart"])) == (
        "PublicationIssue",
        12,
        3,
    )
    assert 'name="lists" value="strait-view"' in html  # the sign-up box
    assert page["ETag"] and "s-maxage" in page["Cache-Control"]
    assert edition.get_absolute_url() in client.get("/sitemap-hubs.xml").getvalue().decode()
    latest = Newsroom().latest(["strait-view"])["strait-view"]
    assert (latest.title, latest.url) == (edition.subject, edition.get_absolute_url())


def test_what_happens_to_a_piece_later_is_marked_and_changes_nothing(client, series):
    wrong = make.briefing("Wrong", format="article", parts={"body": ("", "<p>Exports rose 4 percent.</p>")})
    bad, gone = (
        make.briefing("Bad"),
        make.briefing("Gone", format="article", parts={"body": ("", "<p>Taken back.</p>")}),
    )
    publishing.correct(wrong, note="An earlier note.", now=timezone.now() - timedelta(days=2))
    sent(series, wrong, bad, gone, now=timezone.now() - timedelta(days=1))
    change(wrong, "4 percent", "5 percent")
    publishing.correct(wrong, note="It was 5 percent, not 4.")
    publishing.retract(bad, note="Made up.")
    publishing.unpublish(gone)
    html = main(client.get("/series/strait-view/2026-11-20/"))
    assert "Exports rose 4 percent." in html and "Exports rose 5 percent." not in html
    assert "It was 5 percent, not 4." in html and "An earlier note." not in html
    assert "This piece has been retracted since." in html and "Made up." in html
    assert "This piece has been withdrawn since." in html and "Taken back." not in html and "Gone" in html


def test_editions_lead_to_each_other_and_old_addresses_to_them(client, series):
    pieces = [make.briefing(f"Piece {n}") for n in range(4)]
    for n, piece in enumerate(pieces):
        sent(series, piece, number=n + 1, day=date(2026, 11, n + 1))
    html = main(client.get("/series/strait-view/2026-11-02/"))
    assert 'href="/series/strait-view/2026-11-01/" rel="prev"' in html
    assert 'href="/series/strait-view/2026-11-03/" rel="next"' in html
    hub = main(client.get("/series/strait-view/"))
    assert "/series/strait-view/2026-11-04/" in hub and "/series/strait-view/2026-11-01/" not in hub
    everything = main(client.get("/series/strait-view/editions/"))
    assert [f"2026-11-0{n}" in everything for n in (1, 2, 3, 4)] == [True] * 4
    assert "/series/strait-view/2026-11-04/" not in main(client.get("/series/strait-view/?sort=oldest"))
    series.slug = "narrow-view"
    series.save()
    moved = client.get("/series/strait-view/2026-11-02/")
    assert (moved.status_code, moved.url) == (301, "/series/narrow-view/2026-11-02/")
    assert client.get(moved.url).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "2026-11-21/",
        "2026-02-31/",
        "0000-01-01/",
        "editions/?page=2",
        "editions/?page=x",
        "2026-11-20/feed.xml",
    ],
)
def test_what_is_no_edition_is_not_found(client, series, address):
    sent(series, make.briefing())
    assert client.get(f"/series/strait-view/{address}").status_code == 404


def test_a_preview_shows_the_page_of_what_the_draft_says(rf, site, series):
    piece, gone = make.briefing("First", parts=NOTED), make.briefing("Gone")
    draft = press.edition(series, piece, gone, intro="<p>Good morning.</p>")
    publishing.unpublish(gone)
    request = rf.get("/")
    request.site = site
    html = main(preview(request, row_of(draft, content_of(draft, site), timezone.now())))
    assert "Readers do not see this yet." in html and "Good morning." in html
    assert "Customs data." in html and "This piece has been withdrawn since." in html
    assert "name@example.org" not in html  # nothing to sign up for in a preview


def test_a_draft_has_no_page_and_a_series_without_editions_no_list(client, series):
    press.edition(series, make.briefing())
    assert client.get("/series/strait-view/2026-11-20/").status_code == 404
    assert client.get("/series/strait-view/editions/").status_code == 404
    assert "Editions" not in main(client.get("/series/strait-view/"))
