"""How texts are cut into parts."""

from __future__ import annotations

import pytest

from briefings import publishing
from briefings.models import Briefing, Publication

from .importing import import_records, record

pytestmark = pytest.mark.django_db


def parts(*pairs) -> dict:
    return {"body_html": None, "parts": [{"heading": heading, "html": html} for heading, html in pairs]}


def imported(tmp_path, fields: dict) -> Publication:
    assert import_records(tmp_path, record() | fields).code == 0
    return Publication.objects.get()


@pytest.mark.parametrize(
    "headings",
    [
        ("What Happened", "Implication", "Context"),
        ("무슨 일이 있었나", "함의", "배경"),
        ("WHAT HAPPENED:", "implication", "Context "),
    ],
)
def test_the_parts_of_a_briefing_are_known_by_their_headings(tmp_path, headings):
    fields = parts((headings[0], "<ul><li>A</li></ul>"), (headings[1], "<p>B</p>"), (headings[2], "<p>C</p>"))
    publication = imported(tmp_path, fields)
    assert (publication.kind, publication.says.format) == ("briefing", "briefing")
    assert [(p.key, p.kind) for p in publication.says.parts] == [
        ("what-happened", "bullets"),
        ("implication", "prose"),
        ("context", "prose"),
    ]


def test_other_parts_stay_free_under_keys_of_their_own(tmp_path):
    publication = imported(
        tmp_path, parts(("Findings", "<p>A</p>"), ("Findings", "<p>B</p>"), ("", "<p>C</p>"))
    )
    assert publication.kind == "article"
    assert [(p.key, p.heading) for p in publication.says.parts] == [
        ("findings", "Findings"),
        ("findings-2", "Findings"),
        ("body", ""),
    ]


def test_an_incomplete_briefing_stays_free(tmp_path):
    publication = imported(tmp_path, parts(("What Happened", "<p>A</p>"), ("Implication", "")))
    assert publication.says.format == "free"
    assert [p.key for p in publication.says.parts] == ["what-happened", "implication"]


def test_a_paper_has_its_summary_before_its_text(tmp_path):
    publication = imported(tmp_path, {"kind": "paper", "summary": "Costs & benefits."})
    assert [(p.key, p.text) for p in publication.says.parts] == [
        ("summary", "Costs & benefits."),
        ("text", "The ports reopened."),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "briefing"},
        {"kind": "paper"},
        {"kind": "paper", "summary": "S"},
        parts(("Findings", "<p>A</p>")),
        parts(("What Happened", "<p>A</p>"), ("Implication", "B"), ("Context", "C"), ("Sources", "D")),
    ],
)
def test_whatever_was_imported_can_be_published_again_by_an_editor(tmp_path, fields):
    imported(tmp_path, fields)
    briefing = Briefing.objects.get()
    briefing.title = "Ports open"
    briefing.save()
    assert publishing.publish(briefing).title == "Ports open"


def test_a_second_body_is_left_aside_with_a_warning(tmp_path):
    outcome = import_records(tmp_path, record(body_md="Other."))
    assert "body_md" in outcome.warnings[0]
    assert Publication.objects.get().says.text == "The ports reopened."
