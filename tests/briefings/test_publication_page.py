"""The page of a publication, through HTTP."""

from __future__ import annotations

import re

import pytest

from briefings import drafting, publishing
from briefings.models import Credit, Publication
from newsroom.models import SiteRecord
from tests import factories as make

pytestmark = pytest.mark.django_db


def read(client, briefing, suffix="", **headers) -> str:
    response = client.get(
        Publication.objects.get(pk=briefing.pk).get_absolute_url() + suffix, headers=headers
    )
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_it_shows_what_was_published(client):
    author, channel = make.person("Ana Reyes"), make.channel("The Peninsula")
    page = read(
        client,
        make.briefing(
            authors=[author], channel=channel, dek="Why it matters.", published_at=make.on(2024, 5, 6)
        ),
    )
    assert "<h1" in page and "Yards return to profit" in page
    assert f'By <a href="{author.get_absolute_url()}">Ana Reyes</a>' in page
    assert "Published" in page and "6 May 2024" in page
    assert "Why it matters." in page
    assert "Return to The Peninsula" in page
    assert page.index("What Happened</h2>") < page.index("Implication</h2>") < page.index("Context</h2>")
    assert "<li>Exports rose 4 percent in May.</li>" in page


def test_a_series_signs_and_invites(client):
    SiteRecord.objects.create(name="Garam Institute")
    series = make.series("Strait View", cadence="weekly", is_newsletter=True, purpose="What happened at sea.")
    page = read(client, make.briefing(authors=[series], series=series))
    assert f'Author: <a href="{series.get_absolute_url()}">Strait View</a>' in page
    box = text_of(page[page.index('<aside class="series-box"') : page.index("</aside>")])
    assert "comes from Strait View , a weekly newsletter published by Garam Institute." in box
    assert "What happened at sea." in box and "Sign up to Strait View" in box


def test_the_credit_line_names_everybody_by_role(client):
    series = make.series("Strait View")
    briefing = make.briefing(publish=False, series=series, image=make.image(credit="Harbour Photo"))
    people = [make.person(name) for name in ("Ana Reyes", "Ben Okoro", "Chae-won Lim", "Dana Fox")]
    for position, (role, who) in enumerate(
        zip(["editor", "assistant", "assistant", "assistant"], people, strict=True)
    ):
        Credit.objects.create(briefing=briefing, role=role, person=who, position=position)
    publishing.publish(briefing)
    assert (
        "Strait View was edited by Ana Reyes with the help of Ben Okoro , Chae-won Lim and Dana Fox . "
        "Picture from Harbour Photo."
    ) in text_of(read(client, briefing))
    korean = text_of(read(client, briefing, **{"accept-language": "ko"}))
    assert "was edited by" not in korean and "Ben Okoro" in korean


def test_names_cannot_bring_markup(client):
    page = read(client, make.briefing("<b>Bold</b> claims", authors=[make.person('<i onclick="x">Eve</i>')]))
    assert "<b>Bold" not in page and "<i onclick" not in page
    assert "&lt;b&gt;Bold&lt;/b&gt; claims" in page


def test_documents_tell_size_and_pages(client):
    page = read(
        client, make.briefing(documents=[make.document("Quota tables", b"%PDF-1.4\n" + b"0" * 2039, pages=3)])
    )
    assert "Quota tables</a> <span>PDF, 2.0\xa0KB, 3 pages</span>" in page


def test_an_event_tells_when_and_where(client):
    page = read(client, make.briefing(kind="event", starts_at=make.on(2027, 3, 4, 9), place="Busan"))
    assert "4 March 2027" in page and "Busan" in page


def test_corrections_and_earlier_versions(client):
    briefing = make.briefing(dek="Wrong.")
    briefing.dek = "Right."
    briefing.save(update_fields=["dek"])
    publishing.correct(briefing, note="The dek was wrong.", material=True)
    page = read(client, briefing)
    assert 'id="corrections"' in page and "The dek was wrong." in page and "Material" in page
    assert "Right." in page and "Wrong." not in page
    assert "/v/1/" in page

    old = read(client, briefing, "v/1/")
    assert "Wrong." in old and "This is version 1" in old and "superseded" in old
    assert '<meta name="robots" content="noindex">' in old
    live = Publication.objects.get(pk=briefing.pk).get_absolute_url()
    assert re.search(rf'<link rel="canonical" href="https?://[^/"]+{re.escape(live)}">', old)


def test_the_live_version_has_no_second_address(client):
    briefing = make.briefing()
    live = Publication.objects.get(pk=briefing.pk).get_absolute_url()
    assert client.get(f"{live}v/1/").url == live
    assert client.get(f"{live}v/2/").status_code == 404


def test_a_draft_version_is_never_shown(client):
    briefing = make.briefing(dek="Public.")
    briefing.dek = "Secret."
    briefing.save(update_fields=["dek"])
    drafting.freeze(briefing)
    live = Publication.objects.get(pk=briefing.pk).get_absolute_url()
    assert client.get(f"{live}v/2/").status_code == 404
    assert "Secret." not in read(client, briefing)


def test_a_retracted_piece_stays_under_a_notice(client):
    briefing = make.briefing()
    publishing.retract(briefing, note="The survey was never held.")
    page = read(client, briefing)
    assert "has been retracted" in page and "The survey was never held." in page


def test_another_language_is_offered_and_marked(client):
    english = make.briefing()
    korean = make.briefing("조선소가 흑자로 돌아섰다", language="ko", translation_of=english)
    page = read(client, english)
    address = Publication.objects.get(pk=korean.pk).get_absolute_url()
    assert f'<a href="{address}" hreflang="ko" lang="ko" rel="alternate">한국어</a>' in page
    assert '<h1 lang="ko">' in read(client, korean)


def test_neighbours_are_those_of_the_series(client):
    series = make.series()
    first, middle, last = (
        make.briefing(f"Number {n}", series=series, published_at=make.on(2024, n)) for n in (1, 2, 3)
    )
    make.briefing("Elsewhere", published_at=make.on(2024, 2, 10))
    page = read(client, middle)
    previous, following = (Publication.objects.get(pk=b.pk).get_absolute_url() for b in (first, last))
    assert f'href="{previous}" rel="prev"' in page
    assert f'href="{following}" rel="next"' in page.replace('class="next" ', "")
    assert 'rel="prev"' not in read(client, first)


def test_related_pieces_share_a_tag_first_and_none_comes_twice(client):
    topic = make.topic("Trade")
    make.briefing("Same topic", topics=[topic], published_at=make.on(2023, 5))
    make.briefing("Same tag and topic", topics=[topic], tags=["ships"], published_at=make.on(2022, 4))
    publishing.retract(make.briefing("Gone", topics=[topic], published_at=make.on(2021, 4)), note="Wrong.")
    briefing = make.briefing("The piece", topics=[topic], tags=["ships"], series=make.series())
    page = read(client, briefing)
    related = page[page.index('id="related"') :]
    assert related.count("Same tag and topic") == 1
    assert related.index("Same tag and topic") < related.index("Same topic")
    assert "Gone" not in related


def test_an_older_piece_learns_of_what_is_related_to_it(client):
    topic = make.topic("Trade")
    older = make.briefing(
        "The first of its kind",
        topics=[topic],
        series=make.series("Old Notes"),
        published_at=make.on(2020, 5),
    )
    newer = make.briefing("The second of its kind", topics=[topic], series=make.series())
    page = read(client, older)
    assert "The second of its kind" in page[page.index('id="related"') :]
    publishing.unpublish(newer)
    assert "The second of its kind" not in read(client, older)


def test_it_can_be_cited_and_passed_on(client):
    briefing = make.briefing(authors=[make.person("Ana Reyes")])
    page = read(client, briefing)
    address = Publication.objects.get(pk=briefing.pk).get_absolute_url().rstrip("/")
    assert "Reyes, Ana." in page
    assert f'href="{address}.bib"' in page and f'href="{address}.ris"' in page
    assert "mailto:?subject=" in page and "linkedin.com" in page
    assert f"/p/{briefing.pk}</a>" in page
    assert client.get(f"/p/{briefing.pk}").url == f"{address}/"


def test_notes_are_numbered_through_all_parts(client):
    bodies = [
        '<p>A<sup data-note="First &amp; source"></sup></p>',
        '<p>B<sup data-note="Second"></sup></p>',
        "<p>C</p>",
    ]
    parts = {
        key: (heading, body)
        for (key, (heading, _)), body in zip(make.THREE_PARTS.items(), bodies, strict=True)
    }
    page = read(client, make.briefing(parts=parts))
    assert '<a href="#note-2">2</a>' in page
    assert re.search(r'<li id="note-1">First &amp; source ', page)


def test_wide_tables_scroll_in_a_frame(client):
    page = read(
        client, make.briefing(format="article", parts={"body": ("", "<table><tr><td>1</td></tr></table>")})
    )
    assert re.search(r'<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>', page)


def test_headings_skip_no_level(client):
    body = "<h3>Ports</h3><p>Text.</p><h4>Busan</h4>"
    plain = read(client, make.briefing(format="article", parts={"body": ("", body)}))
    assert "<h2>Ports</h2>" in plain and "<h3>Busan</h3>" in plain
    headed = read(client, make.briefing("Headed", format="article", parts={"body": ("Trade", body)}))
    assert "Trade</h2>" in headed and "<h3>Ports</h3>" in headed


def test_dates_and_words_follow_the_visitor(client):
    briefing = make.briefing(published_at=make.on(2024, 5, 6))
    assert "2024년 5월 6일" in read(client, briefing, **{"accept-language": "ko"})
