"""The parts of a text: from the format, sanitised, bullets only where only bullets belong."""

from __future__ import annotations

import pytest

from briefings.admin.parts import only_bullets
from briefings.models import Briefing, BriefingPart, Format, SeriesCredit
from tests import factories as make

pytestmark = pytest.mark.django_db


def body(form, key: str, html: str) -> dict[str, str]:
    return {f"{form.row('parts', key=key)}-body": html}


def test_a_new_briefing_has_the_parts_of_its_format_with_guidance(editor):
    form = editor.add(format="briefing")
    assert [form.fields[f"parts-{n}-heading"] for n in range(3)] == [
        "What Happened",
        "Implication",
        "Context",
    ]
    assert "Facts only, one a bullet" in form.html and "of at most 200" in form.html
    form.press("_save", title="Yards")
    assert list(Briefing.objects.get().parts.values_list("key", "kind")) == [
        ("what-happened", "bullets"),
        ("implication", "prose"),
        ("context", "prose"),
    ]


def test_headings_come_in_the_language_of_the_briefing(editor):
    form = editor.add(format="briefing", language="ko")
    assert form.fields["language"] == "ko"
    assert form.fields["parts-1-heading"] == "함의"
    form = editor.add(format="briefing")
    form.press("_save", title="조선소", language="ko", **{"parts-2-heading": "Why it matters"})
    headings = list(BriefingPart.objects.values_list("heading", flat=True))
    assert headings == ["무슨 일이 있었나", "함의", "Why it matters"]


def test_a_series_brings_format_channel_and_credits(editor):
    peninsula, ana = make.channel("The Peninsula"), make.person("Ana Reyes")
    strait = make.series("Strait View", channel=peninsula, format=Format.objects.get(key="article"))
    SeriesCredit.objects.create(of=strait, person=ana, role="editor")
    form = editor.add(series=strait.pk)
    assert form.fields["channel"] == str(peninsula.pk) and form.fields["kind"] == "article"
    form.press("_save", title="This week in the strait")
    briefing = Briefing.objects.get()
    assert (briefing.series, briefing.channel, briefing.format.key) == (strait, peninsula, "article")
    assert [(credit.role, credit.person) for credit in briefing.credits.all()] == [("editor", ana)]


def test_odd_starting_points_are_passed_over(editor):
    form = editor.add(series="99999999999999", format="nothing", language="xx")
    assert (form.fields["language"], form.fields["parts-0-key"]) == ("en", "what-happened")


def test_a_form_sent_without_any_part_still_gets_those_of_the_format(editor):
    form = editor.add(format="briefing")
    form.press("_save", title="Yards", **{"parts-TOTAL_FORMS": "0"})
    assert Briefing.objects.get().parts.count() == 3


def test_required_parts_are_required_at_publish_and_not_at_save(editor):
    form = editor.add(format="briefing")
    form.press("_save", title="Yards")
    assert Briefing.objects.get().state == "draft"


def test_a_part_of_the_writers_own_gets_a_key_from_its_heading(editor):
    form = editor.edit(make.briefing(publish=False))
    form.new_row("parts", heading="이전 기사", kind="prose", body="<p>See also.</p>")
    form.new_row("parts", heading="Context", kind="prose", body="<p>More of it.</p>")
    form.press("_save")
    assert list(BriefingPart.objects.values_list("key", flat=True)) == [
        "what-happened", "implication", "context", "이전-기사", "context-2",
    ]  # fmt: skip


def test_what_is_saved_has_passed_the_sanitiser(editor):
    form = editor.edit(make.briefing(publish=False))
    evil = '<p onclick="x()">Hi<script>alert(1)</script><img src="https://example.org/x.png"></p>'
    form.press("_save", **body(form, "implication", evil))
    assert BriefingPart.objects.get(key="implication").body == "<p>Hi</p>"


def test_bullets_stay_bullets_whatever_is_sent(editor):
    form = editor.edit(make.briefing(publish=False))
    row = form.row("parts", key="what-happened")
    sent = "<h3>Big</h3><ul><li><p>One <b>bold</b></p></li></ul><table><tr><td>x</td></tr></table>"
    form.press("_save", **{f"{row}-kind": "bullets", f"{row}-body": sent})
    kept = BriefingPart.objects.get(key="what-happened").body
    assert "<li>One <b>bold</b></li>" in kept
    assert "<h3>" not in kept and "<table>" not in kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<ul><li></li></ul>", ""),
        ("First\nSecond", "<ul><li>First</li><li>Second</li></ul>"),
        ("<p>First</p><p>Second</p>", "<ul><li>First</li><li>Second</li></ul>"),
        ("<ol start='3'><li>One</li></ol>", "<ul><li>One</li></ul>"),
        ("<ul><li><p>One</p></li>\n<li>둘</li></ul>", "<ul><li>One</li><li>둘</li></ul>"),
        ('<ul><li><a href="javascript:x()">One</a></li></ul>', "<ul><li><a>One</a></li></ul>"),
    ],
)
def test_everything_becomes_one_list(sent, kept):
    assert only_bullets(sent) == kept


@pytest.mark.parametrize("odd", ["x", "9", "9" * 30, "-1", "1,x", ""])
def test_an_address_that_asks_for_what_is_not_there_opens_an_empty_form(editor, odd):
    for name in ("series", "channel", "topics", "regions", "image", "translation_of"):
        form = editor.add(**{name: odd})
        assert not form.fields.get(name), name


def test_a_form_that_says_what_cannot_be_chosen_is_shown_again(editor):
    page = editor.add(format="briefing").press("_save", title="Yards", series="x", topics=["1,x"])
    assert page.status_code == 200
    assert Briefing.objects.count() == 0


def test_a_new_piece_can_be_begun_in_every_language(editor):
    page = editor.add(format="article")
    assert "?format=article&amp;language=ko" in page.html
