"""The indexes of people, topics and tags: in a reader's order, with counts, pages and letters to jump to."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import batched

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.models import Person, Topic
from tests import factories as make

pytestmark = pytest.mark.django_db
NAMES = ["Zoe", "안나", "Éva", "adam", "가람", "O’Brien", "Eve", "Østby", "Bo"]
IN_ORDER = ["adam", "Bo", "Éva", "Eve", "O’Brien", "Østby", "Zoe", "가람", "안나"]


def read(client, address: str, language: str = "en", status: int = 200) -> str:
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == status
    return response.text


def listed(page: str) -> list[str]:
    return re.findall(r'<li[^>]*><a href="/(?:people|topics|tags)/[^/"]+/">([^<]+)</a> <span>', page)


def letters(page: str) -> list[tuple[str, str]]:
    """(letter, address) of the jump."""
    found = re.search(
        r'<nav class="pages" aria-label="[^"]+"><ul class="letters">(.*?)</nav>', page, re.DOTALL
    )
    return (
        [(name, to) for to, name in re.findall(r'<a href="([^"]+)">([^<]+)</a>', found[1])] if found else []
    )


def credited(names: list[str], **fields) -> None:
    for n, some in enumerate(batched(names, 25, strict=False)):
        make.briefing(f"Piece {n}", authors=[make.person(name, **fields) for name in some])


def test_people_stand_where_a_reader_looks_for_them(client):
    credited(NAMES)
    assert listed(read(client, "/people/")) == IN_ORDER
    assert [person.name for person in Person.objects.all()] == IN_ORDER


def test_a_korean_list_begins_with_hangul_and_goes_by_the_names_shown(client):
    credited(NAMES)
    make.briefing("Another", authors=[make.person("Aaron", names={"ko": "하론"})])
    shown = listed(read(client, "/people/", "ko"))
    assert shown == ["가람", "안나", "하론", *IN_ORDER[:-2]]


def test_topics_stand_in_the_same_order(client):
    make.briefing(topics=[make.topic(name) for name in NAMES])
    assert listed(read(client, "/topics/")) == IN_ORDER
    assert [topic.name for topic in Topic.objects.all()] == IN_ORDER


def test_an_index_serves_the_order():
    credited(NAMES)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "person_in_order" in Person.objects.all()[:20].explain()


def test_a_changed_name_moves():
    person = make.person("Zoe")
    make.person("Maria")
    person.name = "Ana"
    person.save()
    assert [one.name for one in Person.objects.all()] == ["Ana", "Maria"]


def test_the_migration_gives_old_rows_their_place():
    credited(NAMES)
    Person.objects.update(sort_key="")
    import_module("briefings.migrations.0007_sort_keys_made").make(apps, None)
    assert [person.name for person in Person.objects.all()] == IN_ORDER


def test_letters_lead_to_the_page_and_the_first_name(client):
    names = [f"{letter}{n:03}" for letter in ("A", "K", "É", "나", "꾸") for n in range(50)]
    credited([*names, "1st Desk"])
    page = read(client, "/people/")
    found = letters(page)
    assert [name for name, _address in found] == ["#", "A", "E", "K", "가", "나"]
    for (_name, address), first in zip(
        found, ["1st Desk", "A000", "É000", "K000", "꾸000", "나000"], strict=True
    ):
        query, anchor = address.split("#")
        assert f'<li id="{anchor}"><a href="/people/' in read(client, f"/people/{query.removeprefix('./')}")
        target = re.search(
            rf'id="{anchor}"><a [^>]+>([^<]+)', read(client, f"/people/{query.removeprefix('./')}")
        )
        assert target[1] == first
    assert 'aria-label="First letters"' in page
    assert [name for name, _address in letters(read(client, "/people/", "ko"))][:2] == ["가", "나"]


def test_few_names_need_no_letters(client):
    credited(NAMES)
    assert letters(read(client, "/people/")) == []


@pytest.mark.parametrize("address", ["/people/", "/tags/"])
def test_an_index_costs_one_query_of_its_own(client, address):
    credited([f"Person {n}" for n in range(130)])
    make.briefing("Tagged", tags=[f"tag {n}" for n in range(130)])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{address}?page=2").status_code == 200
    assert sum("publications_number" in one["sql"] for one in queries) == 1
    assert len(queries) <= 4


def test_tags_are_listed_with_their_numbers(client):
    make.briefing("One", tags=["ships", "éclair"])
    make.briefing("Two", tags=["ships", "항만"])
    make.briefing("Draft", publish=False, tags=["secret"])
    page = read(client, "/tags/")
    assert listed(page) == ["éclair", "ships", "항만"]
    assert re.search(r'href="/tags/ships/">ships</a> <span>2</span>', page)
    assert "<h1>Tags</h1>" in page and "<h1>태그</h1>" in read(client, "/tags/", "ko")
    assert listed(read(client, "/tags/", "ko"))[0] == "항만"
    assert '<a href="/tags/">Tag</a>' in read(client, "/tags/ships/")
    assert b"/tags/</loc>" in client.get("/sitemap-hubs.xml").getvalue()


def test_many_tags_have_pages(client):
    make.briefing("One", tags=[f"tag {n:03}" for n in range(125)])
    assert 'href="?page=2"' in read(client, "/tags/")
    assert listed(read(client, "/tags/?page=2")) == [f"tag {n}" for n in range(120, 125)]
    for wrong in ("3", "0", "x"):
        read(client, f"/tags/?page={wrong}", status=404)
    assert "There is nothing here yet." not in read(client, "/tags/")


def test_without_tags_the_page_says_so(client):
    assert "There is nothing here yet." in read(client, "/tags/")
