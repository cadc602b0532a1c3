"""What the editor of texts looks up, and who may."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission

from briefings import publishing
from tests import factories as make
from tests.briefings.admin.desk import Desk

pytestmark = pytest.mark.django_db
REFERENCES, PICTURES = "/admin/briefings/briefing/references/", "/admin/briefings/briefing/pictures/"


def found(desk: Desk, address: str, words: str) -> list[dict]:
    return desk.client.get(address, {"q": words}).json()["results"]


def test_pieces_people_series_and_topics_are_found_by_all_words(writer):
    piece, draft = make.briefing("Quota of steel"), make.briefing("Steel without quota", publish=False)
    publishing.bin(make.briefing("Steel quota thrown away", publish=False))
    make.briefing("Ships")
    ana = make.person("Steel Quota", names={"ko": "강철"})
    results = found(writer, REFERENCES, "steel QUOTA")
    assert [(one["ref"], one["public"]) for one in results] == [
        (f"publication:{draft.pk}", False),
        (f"publication:{piece.pk}", True),
        (f"person:{ana.pk}", True),
    ]
    assert "no link until it is public" in results[0]["note"]
    assert [one["href"] for one in found(writer, REFERENCES, "강철")] == [f"/p/person/{ana.pk}"]


@pytest.mark.parametrize("form", ["{0.publication}", "http://127.0.0.1:8000{0.publication}", "/p/{0.pk}"])
def test_an_address_of_ours_finds_the_one_piece(writer, form, settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    piece = make.briefing("Quota", published_at=make.on(2024))
    address = form.replace("{0.publication}", piece.publication.get_absolute_url()).format(piece)
    assert [(one["ref"], one["exact"]) for one in found(writer, REFERENCES, address)] == [
        (f"publication:{piece.pk}", True)
    ]


@pytest.mark.parametrize(
    "words", ["\x00", "/p/999999999999999999", "/p/user/1", "%", "x" * 5000, "/publications/9999/x/"]
)
def test_odd_questions_are_answered(writer, words):
    assert writer.client.get(REFERENCES, {"q": words}).status_code == 200
    assert writer.client.get(PICTURES, {"q": words}).status_code == 200


def test_pictures_are_found_by_what_they_show(writer):
    make.image("Market"), make.image("Harbour", credit="Mina")
    assert [one["title"] for one in found(writer, PICTURES, "mina CRANES")] == ["Harbour"]
    assert len(found(writer, PICTURES, "")) == 2


@pytest.mark.parametrize("address", [REFERENCES, PICTURES])
def test_staff_with_the_right_alone_may_look_things_up(client, address):
    assert client.get(address).status_code == 302
    nobody = make._staff("nils", None)
    client.force_login(nobody)
    assert client.get(address).status_code == 403
    nobody.user_permissions.set(Permission.objects.filter(codename="view_briefing"))
    client.force_login(nobody)
    assert client.get(address).status_code == (200 if address == REFERENCES else 403)


def test_looking_up_costs_the_same_however_much_there_is(writer, django_assert_max_num_queries):
    for number in range(5):
        make.briefing(f"Steel {number}")
    with django_assert_max_num_queries(8):
        assert len(found(writer, REFERENCES, "steel")) == 5
