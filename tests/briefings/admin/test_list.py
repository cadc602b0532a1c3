"""Finding briefings in the list."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db
LIST = "/admin/briefings/briefing/"


@pytest.fixture
def shelf(editor):
    ana, ben = make.person("Ana Reyes"), make.person("Ben Cho")
    strait = make.series()
    make.briefing("By Ana", authors=[ana], editors=[ben], series=strait)
    make.briefing("By Ben", authors=[ben], kind="paper", publish=False)
    make.briefing("한국어 글", authors=[ana], language="ko", published_at=make.on(2021, 3, 4))
    editor.edit(make.briefing("Changed since")).press("_save", dek="New")
    return {"ana": ana, "strait": strait}


def titles(desk, **query) -> set[str]:
    page = desk.client.get(LIST, query)
    assert page.status_code == 200
    return {briefing.title for briefing in page.context["cl"].result_list}


ALL = {"By Ana", "By Ben", "한국어 글", "Changed since"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ALL),
        ({"state__exact": "draft"}, {"By Ben"}),
        ({"kind__exact": "paper"}, {"By Ben"}),
        ({"language__exact": "ko"}, {"한국어 글"}),
        ({"changed_since": "yes"}, {"Changed since"}),
        ({"changed_since": "no"}, {"By Ana", "한국어 글"}),
        ({"published_at__year": "2021"}, {"한국어 글"}),
        ({"q": "한국어"}, {"한국어 글"}),
        ({"q": "Ana Reyes"}, {"By Ana", "한국어 글"}),
        ({"q": "reyes ana by"}, {"By Ana"}),
        ({"q": '"by ana"'}, {"By Ana"}),
        ({"q": '"ana by'}, set()),
        ({"q": "by-ana"}, {"By Ana"}),
        ({"q": "100% _"}, set()),
        ({"published_at__year": "x"}, ALL),
        ({"author": "x"}, ALL),
        ({"author": "9" * 30}, ALL),
    ],
)
def test_filters_and_search(editor, shelf, query, found):
    assert titles(editor, **query) == found


def test_by_author_and_series(editor, shelf):
    assert titles(editor, author=shelf["ana"].pk) == {"By Ana", "한국어 글"}
    assert titles(editor, author=shelf["ana"].pk, language__exact="ko") == {"한국어 글"}
    assert titles(editor, of_series=shelf["strait"].pk) == {"By Ana"}


def test_a_filter_by_author_is_typed_and_keeps_the_others(editor, shelf):
    page = editor.client.get(LIST, {"kind__exact": "briefing", "author": shelf["ana"].pk}).text
    assert "admin-autocomplete" in page and "Ben Cho</option>" not in page
    assert '<input type="hidden" name="kind__exact" value="briefing">' in page


def test_it_shows_byline_and_state(editor, shelf):
    page = editor.client.get(LIST).text
    assert "Ana Reyes" in page and "published, changed since" in page


def test_what_lies_in_the_bin_is_not_offered_elsewhere(editor, shelf):
    binned = make.briefing("Thrown away", publish=False)
    editor.client.post(reverse("admin:briefings_briefing_delete", args=[binned.pk]), {"post": "yes"})
    asked = {"app_label": "briefings", "model_name": "briefing", "field_name": "translation_of", "term": ""}
    offered = editor.client.get("/admin/autocomplete/", asked).json()["results"]
    assert {row["text"] for row in offered} == ALL
