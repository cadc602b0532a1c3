"""One search over everything that the back office holds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.briefings.editions import press
from tests.subscriptions import people

pytestmark = pytest.mark.django_db


def found(desk, words: str) -> dict[str, list[str]]:
    page = desk.client.get("/admin/find/", {"q": words})
    assert page.status_code == 200
    return {section.name: [one.label for one in section.found] for section in page.context["sections"]}


def test_drafts_people_editions_and_files_are_found_by_their_names(editor):
    make.briefing("Yards return to profit", publish=False)
    make.briefing("Something else")
    make.person("Yard Kim")
    make.image("Shipyard at dusk")
    press.edition(press.weekly())
    assert found(editor, "yard") == {
        "Briefings": ["Yards return to profit"],
        "Editions": ["Strait View 12"],
        "People": ["Yard Kim"],
        "Images": ["Shipyard at dusk"],
    }


def test_every_word_counts_in_any_order_and_in_korean(editor):
    make.briefing("조선소가 흑자로 돌아섰다", language="ko", publish=False)
    make.briefing("조선소의 노동자", language="ko", publish=False)
    assert found(editor, "흑자 조선소") == {"Briefings": ["조선소가 흑자로 돌아섰다"]}


def test_what_lies_in_the_bin_is_not_found(editor):
    piece = make.briefing("Thrown away", publish=False)
    editor.client.post(f"/admin/briefings/briefing/{piece.pk}/delete/", {"post": "yes"})
    assert found(editor, "thrown") == {}


def test_readers_addresses_are_for_those_who_may_see_them(writer, administrator):
    people.mailing_list()
    people.reader("yard@example.org")
    assert found(administrator, "yard@") == {"Subscribers": ["y…@example.org"]}
    assert found(writer, "yard@") == {}


def test_many_lead_to_the_whole_list(editor):
    for n in range(9):
        make.briefing(f"Weekly number {n}", publish=False)
    page = editor.client.get("/admin/find/", {"q": "weekly"})
    assert len(page.context["sections"][0].found) == 8
    assert "/admin/briefings/briefing/?q=weekly" in page.text


def test_nothing_found_says_what_else_can_be_done(editor):
    page = editor.client.get("/admin/find/", {"q": "zeppelin"}).text
    assert "Nothing here has “zeppelin” in its title or name." in page
    assert 'href="/search/?q=zeppelin"' in page


def test_suggestions_as_one_types(editor):
    piece = make.briefing("Yards return to profit", publish=False)
    answer = editor.client.get("/admin/find/suggest/", {"q": "yards ret"}).json()
    assert answer["titles"] == [
        {
            "label": "Yards return to profit",
            "url": f"/admin/briefings/briefing/{piece.pk}/change/",
            "kind_label": "Briefings",
        }
    ]


def test_it_costs_a_bounded_number_of_queries(administrator, django_assert_max_num_queries):
    make.briefing("Yards return to profit")
    with django_assert_max_num_queries(15):
        administrator.client.get("/admin/find/", {"q": "yards"})


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.text(max_size=300))
def test_nothing_typed_is_an_error(editor, words):
    assert editor.client.get("/admin/find/", {"q": words}).status_code == 200
