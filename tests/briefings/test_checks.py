"""What can be said against a piece while it is written: each check finds what it is for, and leaves alone what is well."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from briefings import checks
from briefings.checks.registry import CHECKS
from briefings.content import Content, Credit, Figure, Part, Ref
from briefings.models import CheckRule, Format, FormatPart, Redirect, Term, Use, VisitedLink
from tests import factories as make

pytestmark = pytest.mark.django_db
WELL = "<p>The yards made a profit.</p>"


def found(name: str, body: str = WELL, *, key: str = "implication", kind: str = "prose", pk=None, **fields):
    """The messages of one check about a piece of one part, each with the field it is about."""
    usual = {"kind": "briefing", "title": "Yards return to profit", "language": "en"}
    content = Content(**{**usual, "parts": (Part(key, "Implication", body, kind),), **fields})
    report = checks.examine(content, Format.objects.get(key="briefing"), pk=pk)
    return [(one.finding.where, one.finding.message) for one in report.found if one.name == name]


def figure(**fields) -> Figure:
    usual = {"id": 1, "file": "a.jpg", "width": 9, "height": 9, "alt": "Cranes", "credit": "Harbour Photo"}
    return Figure(**{**usual, **fields})


def test_every_check_has_a_row_that_editors_can_set():
    assert set(CheckRule.objects.values_list("name", flat=True)) == set(CHECKS)
    for rule in CheckRule.objects.all():
        assert (rule.use, rule.limit) == (CHECKS[rule.name].use, CHECKS[rule.name].limit)


def test_parts_of_the_wrong_length():
    FormatPart.objects.filter(key="implication").update(min_words=3, max_words=6)
    assert found("words", "<p>One two.</p>")[0][0] == "part:implication"
    assert "at most 6" in found("words", "<p>One two three four five six seven</p>")[0][1]
    assert found("words", "<p>One two three four.</p>") == found("words", "") == []


def test_titles_that_are_cut_off_or_shout():
    assert found("headline") == []
    assert found("headline", title="가" * 45) == []
    assert found("headline", title="가" * 46)[0][0] == "title"
    assert found("headline", title="Yards " * 16)
    assert "capitals" in found("headline", title="YARDS RETURN TO PROFIT")[0][1]
    assert found("headline", title="한국 조선소 흑자 전환의 의미") == []
    CheckRule.objects.filter(name="headline").update(limit=10)
    assert "beyond 10" in found("headline")[0][1]


def test_deks():
    assert found("dek")[0][0] == "dek"
    assert found("dek", dek="Why it matters.") == []
    assert found("dek", dek="Why " * 60)


def test_words_and_credit_of_pictures():
    assert found("alt", figure=figure()) == found("credit", figure=figure()) == found("credit") == []
    assert found("alt", figure=figure(alt="IMG_2041.jpg"))[0][0] == "image_alt"
    assert found("alt", '<p>Look:</p><img src="/media/a.jpg">')[0][0] == "part:implication"
    assert found("alt", '<p>Look:</p><img src="/media/a.jpg" alt="Cranes">') == []
    assert found("credit", figure=figure(credit=" "))[0][0] == "image"


def test_topics_and_tags():
    assert [where for where, _said in found("filing")] == ["topics", "tags"]
    assert found("filing", topics=(Ref(1, "Trade"),), tags=(Ref(1, "ships"),)) == []


def test_links_on_this_site(settings):
    piece = make.briefing("There it is", published_at=make.on(2026, 3, 1))
    Redirect.objects.moved("/old/", "/publications/")
    link = '<p><a href="{}">words</a></p>'.format
    there = [
        "/publications/2026/there-it-is/",
        f"/p/{piece.pk}",
        "/old/",
        "/publications/",
        "#implication",
        "mailto:a@b.example",
    ]
    there += [f"{settings.SITE_URL}/publications/2026/there-it-is/", "https://example.org/x"]
    assert found("links", "".join(map(link, there))) == []
    for lost in (
        "/publications/2026/gone/",
        "/people/nobody/",
        "/no-such-page/",
        "publications/",
        "http://",
        "/p/999999",
    ):
        assert "leads nowhere" in found("links", link(lost))[0][1], lost
    for private in (
        "/admin/briefings/briefing/1/change/",
        "http://localhost:8000/",
        "http://10.0.0.5/x",
        "https://wiki.internal/",
    ):
        assert "cannot follow" in found("links", link(private))[0][1], private


def test_links_to_other_sites_by_what_was_found_last():
    link = '<p><a href="https://example.org/a">words</a></p>'
    assert found("outside-links", link) == []
    row = VisitedLink.objects.create(
        address="https://example.org/a", verdict="gone", status=404, visited_at=timezone.now()
    )
    assert "the page does not exist" in found("outside-links", link)[0][1]
    for verdict in ("fine", "unsure"):
        VisitedLink.objects.filter(pk=row.pk).update(verdict=verdict)
        assert found("outside-links", link) == []


def test_headings():
    assert found("headings", "<h3>One</h3><p>x</p><h4>Two</h4><p>x</p><h3>Three</h3>") == []
    assert "skips a level" in found("headings", "<h4>One</h4>")[0][1]
    assert "skips a level" in found("headings", "<h3>One</h3><h5>Two</h5>")[0][1]
    assert "empty heading" in found("headings", "<h3> <br></h3>")[0][1]


def test_reading_level():
    hard = (
        "<p>Notwithstanding considerable institutional heterogeneity, multilateral organisational configurations "
        "systematically necessitate intergovernmental administrative harmonisation, particularly regarding "
        "constitutional interpretations, proportionality considerations, extraterritorial jurisdictional "
        "determinations, parliamentary accountability, and the corresponding interdependencies characterising "
        "contemporary international relationships, notwithstanding previously articulated reservations concerning "
        "implementation, operationalisation, standardisation, internationalisation and responsibility.</p>"
    ) * 2
    easy = "<p>The dog ran to the shore. It saw a ship. The ship was big and red. It came in at noon.</p>" * 4
    assert "hard to read" in found("level", hard)[0][1]
    assert found("level", easy) == found("level", hard[:60]) == found("level", hard, language="fr") == []
    long = "<p>" + "정부는 오늘 발표한 계획에서 " * 9 + "늘렸다.</p>"
    assert "words each" in found("level", long * 2, language="ko")[0][1]
    assert found("level", "<p>수출이 늘었다. 배가 왔다. 항구가 붐볐다.</p>" * 12, language="ko") == []


def test_what_happened_without_a_source():
    bare, linked = "<li>Exports rose 4 percent.</li>", '<li>Exports <a href="/x/">rose</a>.</li>'
    noted = '<li>It was met.<sup data-note="Source: the ministry.">*</sup></li>'
    assert found("sources", f"<ul>{linked}{noted}</ul>", key="what-happened") == []
    assert (
        "Exports rose 4 percent." in found("sources", f"<ul>{linked}{bare}</ul>", key="what-happened")[0][1]
    )
    assert "these 2" in found("sources", f"<ul>{bare}{bare}</ul>", kind="bullets")[0][1]
    assert found("sources", "<p>Exports rose by 4 percent.</p>", key="what-happened")
    assert found("sources", "<p>Exports rose.</p>", key="what-happened") == []
    assert found("sources", f"<ul>{bare}</ul>") == []


def test_similar_recent_titles():
    other = make.briefing("Yards return to profit again", published_at=timezone.now() - timedelta(days=20))
    old = make.briefing(
        "수출 물량 합의의 의미", language="ko", published_at=timezone.now() - timedelta(days=500)
    )
    assert "Yards return to profit again" in found("similar")[0][1]
    assert found("similar", pk=other.pk) == found("similar", title="Nickel takes a detour") == []
    assert found("similar", title=old.title, language="ko") == []
    make.briefing("수출 물량 합의", language="ko")
    assert found("similar", title="수출 물량 합의 뒤", language="ko")


def test_placeholders():
    for text in ("The figure is TK.", "lorem ipsum dolor", "See [link]", "XXX said so", "내용을 입력하세요"):
        assert found("placeholders", f"<p>{text}</p>")[0][0] == "part:implication", text
    assert found("placeholders", "<p>TK 지역의 표심</p>", language="ko") == found("placeholders") == []
    assert found("placeholders", title="Headline TK")[0][0] == "title"


def test_what_not_everybody_can_read():
    assert (
        found("accessible", '<p><a href="/x/">The report of May</a></p><table><tr><th>A</th></tr></table>')
        == []
    )
    assert "does not say where" in found("accessible", '<p>Click <a href="/x/">here</a>.</p>')[0][1]
    assert "does not say where" in found("accessible", '<p><a href="/x/">여기</a>를 보라.</p>')[0][1]
    assert "no words" in found("accessible", '<p><a href="/x/"> </a></p>')[0][1]
    assert "row or column" in found("accessible", "<table><tr><td>A</td></tr></table>")[0][1]
    assert found("accessible", "<p>Only English words here. </p>" * 9, language="ko")[0][0] == "language"
    assert found("accessible", "<p>수출이 크게 늘었다. </p>" * 20)[0][0] == "language"


def test_names_as_in_the_list_of_people():
    make.person("Mina Seo-Park", names={"ko": "박서민아"})
    make.person("José Ibarra")
    right = "<p>Mina Seo-Park met José Ibarra's aide. MINA SEO-PARK spoke; 박서민아는 듣지 않았다.</p>"
    assert found("spellings", right) == []
    wrong = {"Mina Seo Park": "Mina Seo-Park", "Mina Seopark": "Mina Seo-Park", "Jose Ibarra": "José Ibarra"}
    for written, preferred in wrong.items():
        assert (
            f"“{written}” is written “{preferred}”"
            in found("spellings", f"<p>So {written}, who spoke.</p>")[0][1]
        )
    assert "박서민아" in found("spellings", "<p>박 서민아는 말했다.</p>", language="ko")[0][1]
    assert found("spellings", "<p>Mina Seo Parker and Josef Ibarra</p>") == []


def test_words_as_in_the_list_of_spellings():
    Term.objects.create(preferred="Han Daesu", variants=["Han Dae-soo", "Hahn Daesu"])
    Term.objects.create(preferred="한대수", variants=["한데수"], language="ko")
    Term.objects.create(preferred="South Korea", variants=["Korea"], language="en")
    said = found("spellings", "<p>Han Dae-soo left South Korea. Koreans saw Han Daesu.</p>")
    assert len(said) == 1 and "“Han Dae-soo” is written “Han Daesu”" in said[0][1]
    assert "South Korea" in found("spellings", "<p>In Korea.</p>")[0][1]
    assert "한대수" in found("spellings", "<p>한데수는 말했다.</p>", language="ko")[0][1]
    assert found("spellings", "<p>한데수</p>") == []


def test_a_check_that_is_off_finds_nothing():
    CheckRule.objects.filter(name="filing").update(use=Use.OFF)
    assert found("filing") == []


def test_a_name_in_a_credit_is_no_text():
    make.person("Mina Seo-Park")
    assert found("spellings", credits=(Credit("author", "person", Ref(1, "Mina Seo Park")),)) == []
