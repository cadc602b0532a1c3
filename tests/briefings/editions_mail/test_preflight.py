"""What speaks against sending, each with the page where it is mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from briefings import publishing
from briefings.checks import addresses, placeholders
from briefings.content import Part
from briefings.editions import preflight
from briefings.editions.drafting import content_of
from briefings.editions.preflight import numbering
from briefings.editions.sending import send
from briefings.models import Edition, EditionItem, Redirect
from newsroom.models import Page
from tests import factories as make
from tests.briefings.editions import press
from tests.briefings.editions_mail import letters


@pytest.fixture
def edition(site, settings) -> Edition:
    """Against which nothing speaks."""
    settings.DKIM_DOMAINS = ["example.org"]
    series = press.weekly("ana@example.org")
    day = timezone.localdate() + timedelta(days=1)
    picture = make.image(credit="Harbour Photo")
    return press.edition(series, make.briefing("Yards return", series=series, image=picture), day=day)


def found(edition: Edition, content=None, *, mailed: bool = True, **changes) -> dict[str, preflight.Problem]:
    """Problems by code, of what the rows say with `changes`."""
    site = preflight_site()
    content = replace(content or content_of(edition, site), **changes)
    return {one.code: one for one in preflight.check(edition, content, site, mailed=mailed)}


def preflight_site():
    return press.SiteRecord.current()


def with_body(edition: Edition, html: str, **fields):
    """Its content with `html` as the only part of its only piece."""
    content = content_of(edition, preflight_site())
    item = replace(content.items[0], parts=(Part("text", "", html),), **fields)
    return replace(content, items=(item,))


def test_nothing_speaks_against_a_finished_edition(edition):
    assert found(edition) == {}


def test_pieces_have_to_be_public_and_there_once(edition):
    piece = edition.items.get().briefing
    change = reverse("admin:briefings_briefing_change", args=[piece.pk])
    content = content_of(edition, preflight_site())
    assert found(edition, items=())["no-items"].level == "error"
    twice = found(edition, items=content.items * 2)["item-twice"]
    assert twice.level == "error" and twice.link.endswith("#items-group")
    same_title = replace(content.items[0], id=make.briefing("Yards return").pk)
    assert found(edition, items=(*content.items, same_title))["title-twice"].level == "warning"
    publishing.retract(piece, note="Wrong.")
    assert (found(edition)["retracted"].level, found(edition)["retracted"].link) == ("error", change)
    EditionItem.objects.update(briefing=make.briefing("A draft", publish=False))
    assert found(edition)["not-public"].level == "error"


def test_subject_and_preheader(edition):
    problems = found(edition, subject="", preheader="")
    assert problems["no-subject"].level == "error" and problems["no-preheader"].level == "warning"
    assert problems["no-subject"].link.endswith(f"/edition/{edition.pk}/change/#id_subject")
    assert found(edition, subject="Strait View 12 " + "x" * 70)["long-subject"].level == "warning"


def test_pictures_without_words(edition):
    content = content_of(edition, preflight_site())
    bare = replace(content.items[0].figure, alt=" ", credit="")
    problems = found(edition, items=(replace(content.items[0], figure=bare),))
    assert problems["no-alt"].level == problems["no-picture-credit"].level == "warning"
    assert problems["no-picture-credit"].link == reverse("admin:briefings_image_change", args=[bare.id])
    for img, wrong in (('<img src="/media/a.jpg">', True), ('<img src="/media/a.jpg" alt="A">', False)):
        assert ("no-alt" in found(edition, with_body(edition, img))) is wrong, img


def test_links_on_this_site_lead_somewhere(edition, settings):
    piece = edition.items.get().briefing.publication
    Page.objects.create(slug="about", title="About", body="<p>We.</p>")
    Redirect.objects.moved("/old-page/", piece.get_absolute_url())
    Redirect.objects.gone("/gone-page/")
    good = [
        piece.get_absolute_url(), f"{piece.get_absolute_url()}?x=1#y", f"/p/{piece.pk}", "/series/strait-view/", "/",
        "/about/", "/old-page/", "/publications/", "/search/?q=a", "/media/x.jpg", edition.get_absolute_url(),
        f"{settings.SITE_URL}/about/", "https://example.com/nothing", "mailto:a@example.org", "tel:+82", "#note-1",
    ]  # fmt: skip
    bad = [
        "/publications/2026/never/", "/p/999999", "/series/none/", "/people/nobody/", "/nowhere/", "/gone-page/",
        "/series/strait-view/2020-01-01/", "/documents/9/x.pdf", "about/", "", "http://[", "mailto:", "https://",
        f"{settings.SITE_URL}/nowhere/", "/topics/none/feed.xml", "?", "http://example.org:99999/",
    ]  # fmt: skip
    own = edition.get_absolute_url()
    assert addresses.broken_among([*good, *bad], own) == set(bad)
    problem = found(edition, with_body(edition, '<p><a href="/nowhere/">x</a></p>'))["broken-link"]
    assert problem.level == "error" and "/nowhere/" in problem.message and "/briefing/" in problem.link
    intro = found(edition, intro='<p><a href="/admin/briefings/">x</a></p>')["private-link"]
    assert intro.level == "error" and intro.link.endswith("#id_intro")


def test_links_that_only_we_can_follow(settings):
    private = [
        "/admin/", f"{settings.SITE_URL}/admin/x/", "/demo/mailbox/", "/publications/?preview=1", "http://localhost/x",
        "http://127.0.0.1:9999/", "http://192.168.1.4/", "http://[::1]/", "https://wiki.internal/", "http://desk.local.",
    ]  # fmt: skip
    public = [
        "/about/",
        "https://example.com/admin/",
        "https://8.8.8.8/",
        "mailto:a@localhost",
        "https://local.example",
    ]
    assert [one for one in private if not addresses.is_private(one)] == []
    assert [one for one in public if addresses.is_private(one)] == []


@pytest.mark.parametrize(
    ("language", "said", "unfinished"),
    [
        ("en", "Figures TK by noon", True),
        ("ko", "TK 지역의 민심", False),
        ("ko", "수치 [TK] 확인", True),
        ("en", "Lorem ipsum dolor", True),
        ("en", "xxx", True),
        ("en", "https://xxx.example.org/", False),
        ("en", "Why???", True),
        ("en", "Really?!", False),
        ("es", "Todo el mundo", False),
        ("en", "TODO: ask", True),
        ("ko", "추후 추가 관세를 부과한다", False),
        ("ko", "추후 작성", True),
        ("ko", "이를 보여 주는 예시로", False),
        ("ko", "본문을 입력하세요", True),
    ],
)
def test_what_looks_unfinished(language, said, unfinished):
    assert bool(placeholders.unfinished(said, language)) is unfinished


def test_placeholders_and_marks_of_mail_programs(edition):
    unfinished = found(edition, with_body(edition, "<p>Exports of <b>TK</b> tonnes</p>"))["placeholder"]
    assert unfinished.level == "warning" and "Exports of TK tonnes" in unfinished.message
    assert found(edition, preheader="lorem ipsum")["placeholder"].link.endswith("#id_preheader")
    for intro in (
        '<p><a href="https://evil.example/?--token-of-preferences--">x</a></p>',
        "<p>Dear {{ name }}</p>",
        "<p>Dear *|FNAME|*,</p>",
    ):
        assert found(edition, intro=intro)["mark"].level == "error", intro
    assert "mark" not in found(edition, intro="<p>5 % of {all} [[]]</p>")


def test_numbers_dates_and_what_was_sent_before(edition, site):
    yesterday = timezone.localdate() - timedelta(days=1)
    assert found(edition, date=yesterday.isoformat())["past-date"].level == "warning"
    assert found(edition, subject="Strait View 11: Yards")["subject-number"].level == "warning"
    send(edition, site=site)
    again = found(edition)
    assert again["sent-before"].level == "error"
    day = edition.date + timedelta(days=7)
    next_but_one = press.edition(edition.series, make.briefing(), number=14, day=day, subject=edition.subject)
    problems = found(next_but_one)
    assert {"number", "same-subject", "subject-number"} <= set(problems)
    assert all(problems[code].level == "warning" for code in ("number", "same-subject"))
    assert numbering.numbers_in("Strait View 2026: 12 percent", ["Strait View"]) == []
    assert numbering.numbers_in("제12호, No. 3", []) == [3, 12] or [12, 3]


def test_what_only_a_mailing_needs(edition, site, settings):
    settings.DKIM_DOMAINS = ["example.net"]
    site.postal_address = " "
    site.save()
    problems = found(edition)
    assert problems["no-postal-address"].level == "error" and problems["no-dkim"].level == "warning"
    assert "example.org" in problems["no-dkim"].message
    assert found(edition, mailed=False) == {}
    edition.series.mailing_list.subscriptions.all().delete()
    assert found(edition)["empty-list"].level == "error"
    edition.series.mailing_list = None
    assert found(edition)["no-list"].link.endswith("#id_mailing_list")


def test_the_size_of_the_mail(edition):
    content = with_body(edition, "<p>word </p>" * 8000)
    shortened = found(edition, content)["shortened"]
    assert shortened.level == "warning" and "Yards return" in shortened.message
    assert found(edition, intro="<p>word</p>" * 2400)["large"].level == "warning"
    assert found(edition, intro="<p>word</p>" * 4000)["too-large"].level == "error"


def test_errors_come_first_and_a_strange_edition_is_no_crash(edition):
    content = replace(letters.usual(), subject="", number=99, date=date(1999, 1, 1).isoformat())
    levels = [one.level for one in preflight.check(edition, content, preflight_site())]
    assert levels == sorted(levels) and {"error", "warning"} == set(levels)
