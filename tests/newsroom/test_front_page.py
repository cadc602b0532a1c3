"""The front page: what editors chose, then the newest, nothing twice in any language."""

from __future__ import annotations

import re

import pytest

from briefings import publishing
from newsroom.models import FrontSlot, SiteRecord
from tests import factories as make

pytestmark = pytest.mark.django_db


def titles(client, language: str = "en") -> list[str]:
    page = client.get("/", headers={"accept-language": language}).content.decode()
    return re.findall(r'<h[23] lang="\w+"><a href="[^"]+">([^<]+)</a>', page)


def test_an_empty_site_says_so(client):
    assert "Nothing has been published here yet." in client.get("/").content.decode()


def test_the_editors_choice_comes_first_and_the_newest_fill_up(client):
    channel = make.channel()
    pieces = [
        make.briefing(f"Piece {n}", channel=channel, published_at=make.on(2024, 1, n)) for n in range(1, 9)
    ]
    FrontSlot.objects.create(briefing=pieces[0])
    found = titles(client)
    assert found[:2] == ["Piece 1", "Piece 8"]
    assert len(found) == len(set(found)) == 8


def test_a_withdrawn_choice_is_passed_over(client):
    chosen = make.briefing("Chosen")
    make.briefing("Other")
    FrontSlot.objects.create(briefing=chosen)
    publishing.unpublish(chosen)
    assert titles(client) == ["Other"]


def test_of_two_languages_the_visitors_is_shown(client):
    english = make.briefing("Yards return to profit")
    make.briefing("조선소 흑자 전환", language="ko", translation_of=english)
    FrontSlot.objects.create(briefing=english)
    assert titles(client) == ["Yards return to profit"]
    assert titles(client, "ko") == ["조선소 흑자 전환"]


@pytest.mark.parametrize("pieces", [3, 30])
def test_the_number_of_queries_does_not_depend_on_the_number_of_pieces(
    client, django_assert_max_num_queries, pieces
):
    SiteRecord.objects.create(name="Garam Institute")
    channel = make.channel()
    for n in range(pieces):
        make.briefing(f"Piece {n}", channel=channel, series=None)
    with django_assert_max_num_queries(8):
        client.get("/")
