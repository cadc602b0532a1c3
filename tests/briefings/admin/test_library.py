"""Finding pictures and documents again: by words, digest and what they lack; unused ones, and those that are there twice."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.models import BriefingPart
from newsroom.models import Page
from tests import factories as make
from tests.briefings.admin.desk import Desk

pytestmark = pytest.mark.django_db
IMAGES, DOCUMENTS = "/admin/briefings/image/", "/admin/briefings/document/"


def shown(desk: Desk, where: str, **asked: str) -> set[str]:
    page = desk.client.get(where, asked)
    assert page.status_code == 200
    return {str(row) for row in page.context["cl"].result_list}


def picture_in_text(image) -> str:
    return f'<p><img src="/media/{image.file.name.rpartition("/")[0]}/full-480.jpg" alt="A quay"></p>'


def test_pictures_hang_on_a_wall_with_what_they_lack(writer):
    make.image("Quay", alt="", credit="")
    make.image("Crane", alt="A crane", credit="Ana Reyes")
    page = writer.client.get(IMAGES).text
    cards = re.findall(r"<li>\s*<a href=.*?</li>", page.partition('class="wall"')[2], re.DOTALL)
    crane, quay = cards
    assert "no alternative text" in quay and "no credit" in quay
    assert "no alternative text" not in crane and "Ana Reyes" in crane
    assert "thumbnail" in crane


@pytest.mark.parametrize("words", ["quay", "cranes over", "wharf", "reyes", "abc123", "일출"])
def test_a_picture_is_found_by_any_of_its_words_and_by_its_digest(writer, words):
    found = {"alt": "Cranes over water", "caption": "The wharf at 일출", "credit": "Ana Reyes"}
    make.image("Quay", digest="abc123" + "0" * 58, **found)
    make.image("Another", alt="x")
    assert shown(writer, IMAGES, q=words) == {"Quay"}


def test_it_is_found_by_the_name_of_its_file(writer):
    image, _other = make.image("Quay"), make.image("Another")
    assert shown(writer, IMAGES, q=image.file.name.split("/")[1]) == {"Quay"}


def test_unused_pictures(writer):
    names = ("briefing", "portrait", "series", "text", "named", "said", "page", "public", "unused")
    images = {name: make.image(name) for name in names}
    make.briefing("One", image=images["briefing"], publish=False)
    make.person(portrait=images["portrait"])
    make.series(image=images["series"])
    named = f'<figure data-image="{images["named"].pk}"></figure>'
    parts = {"context": ("Context", picture_in_text(images["text"]) * 2 + named)}
    make.briefing("Two", parts={**make.THREE_PARTS, **parts}, publish=False)
    Page.objects.create(slug="about", title="About", body=picture_in_text(images["page"]))
    parts = {"context": ("Context", f'<figure data-image="{images["said"].pk}"></figure>')}
    BriefingPart.objects.filter(briefing=make.briefing("Four", parts={**make.THREE_PARTS, **parts})).update(
        body=""
    )
    changed = make.briefing("Three", image=images["public"])
    changed.image = None
    changed.save()
    assert shown(writer, IMAGES, used="no") == {"unused"}
    assert shown(writer, IMAGES) == set(names)


def test_unused_documents(writer):
    carried, linked, _unused = make.document("Carried"), make.document("Linked"), make.document("Unused")
    make.briefing("One", documents=[carried], publish=False)
    link = f'<p><a href="/documents/{linked.pk}/linked.pdf">Tables</a></p>'
    make.briefing("Two", parts={**make.THREE_PARTS, "context": ("Context", link)}, publish=False)
    assert shown(writer, DOCUMENTS, used="no") == {"Unused"}


def test_what_is_missing_and_what_is_there_twice(writer):
    make.image("Whole", credit="Ana Reyes", digest="1" * 64)
    make.image("Again", credit="", digest="1" * 64)
    make.image("Undescribed", alt="", credit="Ana Reyes", digest="2" * 64)
    assert shown(writer, IMAGES, without="alt") == {"Undescribed"}
    assert shown(writer, IMAGES, without="credit") == {"Again"}
    assert shown(writer, IMAGES, twice="yes") == {"Whole", "Again"}
    assert shown(writer, IMAGES, type="jpg") == {"Whole", "Again", "Undescribed"}
    assert shown(writer, IMAGES, type="png") == set()


def test_the_wall_costs_the_same_however_many_hang_there(editor):
    costs = []
    for number in (1, 25):
        for n in range(number):
            make.briefing(f"Piece {number} {n}", image=make.image(f"Picture {number} {n}"), publish=False)
        for asked in ({}, {"used": "no"}, {"twice": "yes"}, {"q": "picture"}):
            with CaptureQueriesContext(connection) as queries:
                assert editor.client.get(IMAGES, asked).status_code == 200
            costs.append(len(queries))
    assert max(costs) <= 15 and costs[4] <= costs[0]


@pytest.mark.parametrize("where", [IMAGES, DOCUMENTS])
def test_the_lists_are_for_those_who_may_see_them(client, where):
    assert "/login/" in client.get(where, {"used": "no"})["Location"]
    client.force_login(make._staff("otto", None))
    assert client.get(where, {"used": "no"}).status_code == 403
