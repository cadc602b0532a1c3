"""What editors do with the search that depends on publications: permanent links as pins, the list of questions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from briefings import publishing
from search.models import Pin, PinnedEntry, Question
from tests import factories as make

pytestmark = pytest.mark.django_db
QUESTIONS = reverse("admin:search_question_changelist")


@pytest.fixture(autouse=True)
def editor(client, settings):
    settings.SITE_URL = "https://news.example"
    client.force_login(make.editor())


def pin(client, url: str):
    of_inline = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0-url": url, "0-position": 0}
    data = {"query": "Quota", **{f"entries-{name}": value for name, value in of_inline.items()}}
    return client.post(reverse("admin:search_pin_add"), data)


@pytest.mark.parametrize("host", ["", "https://news.example"])
def test_a_permanent_link_is_pinned_like_the_address_it_leads_to(client, host):
    make.briefing("Quota quota quota quota")
    briefing = make.briefing("수리 물량을 읽다", language="ko", published_at=make.on(2022, 2))
    assert pin(client, f"{host}/p/{briefing.pk}").status_code == 302
    assert PinnedEntry.objects.get().url == client.get(f"/p/{briefing.pk}").url
    first = client.get("/api/search", {"q": "quota"}).json()["results"][0]
    assert (first["id"], first["pinned"]) == (briefing.pk, True)


def test_a_permanent_link_to_what_cannot_be_found_is_refused(client):
    briefing = make.briefing()
    publishing.retract(briefing, note="The figures were wrong.")
    for path in (f"/p/{briefing.pk}", "/p/999999", f"/p/{10**18}", "/p/0"):
        assert "Nothing that can be found is published at this address." in pin(client, path).text
    assert (
        "This address is on another site." in pin(client, f"https://elsewhere.example/p/{briefing.pk}").text
    )
    assert "This address is on another site." in pin(client, "https://[").text
    assert not Pin.objects.exists()


def ask(query: str, *days: tuple[int, int, int]) -> None:
    for ago, searches, in_vain in days:
        day = timezone.localdate() - timedelta(days=ago)
        Question.objects.create(day=day, query=query, searches=searches, in_vain=in_vain)


def asked(client, order: str = "") -> list[str]:
    return [question.query for question in client.get(f"{QUESTIONS}{order}").context["cl"].result_list]


def test_questions_are_ordered_by_their_sums_and_the_column_says_so(client):
    ask("dredgers", (0, 1, 1), (5, 9, 9))
    ask("quota", (0, 4, 4))
    ask("alpha", (0, 20, 0), (1, 1, 0))
    assert asked(client) == ["dredgers", "quota", "alpha"]
    columns = client.get(QUESTIONS).context["cl"].get_ordering_field_columns()
    assert list(columns.items()) == [(1, "desc"), (2, "desc"), (0, "asc")]  # in vain, searches, question
    assert asked(client, "?o=1") == ["alpha", "quota", "dredgers"]
    assert asked(client, "?o=-2") == ["alpha", "dredgers", "quota"]
    assert asked(client, "?o=0") == ["alpha", "dredgers", "quota"]
