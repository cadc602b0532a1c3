"""What the form offers while somebody types."""

from __future__ import annotations

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_tags_that_exist_are_offered(writer):
    make.briefing(tags=["ships", "shipyards", "steel", "조선"])
    answer = writer.client.get("/admin/briefings/briefing/tags/", {"begins": "Ship"})
    assert answer.json() == {"tags": ["ships", "shipyards"]}
    assert writer.client.get("/admin/briefings/briefing/tags/", {"begins": "조"}).json() == {"tags": ["조선"]}
    assert writer.client.get("/admin/briefings/briefing/tags/").json() == {"tags": []}


def test_tags_are_offered_to_staff_only(client):
    assert client.get("/admin/briefings/briefing/tags/", {"begins": "s"}).status_code == 302


def test_people_are_found_by_their_korean_name(writer):
    make.person("Haneul Seo", names={"ko": "서하늘"})
    make.person("Ana Reyes")
    asked = {"app_label": "briefings", "model_name": "credit", "field_name": "person", "term": "서하늘"}
    found = writer.client.get("/admin/autocomplete/", asked).json()["results"]
    assert [person["text"] for person in found] == ["Haneul Seo"]
