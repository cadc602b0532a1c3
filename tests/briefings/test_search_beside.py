"""People and editions in the search: beside publications, never counted among them, gone when they are not public."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from briefings import publishing
from briefings.editions import correcting, sending
from briefings.tasks import refresh_mentions
from newsroom.models import SiteRecord
from search import indexing, tasks
from search.health import health
from search.models import Aside
from tests import factories as make
from tests.briefings.editions import press

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make.person(
        "Ana Reyes", names={"ko": "아나 레예스"}, title="Fellow", bio="<p>Studies dredging.</p>"
    )


def search(client, q: str = "", **params) -> dict:
    answer = client.get("/api/search", {"q": q, **params})
    assert answer.status_code == 200, answer.content
    return answer.json()


def titles(client, q: str = "", **params) -> list[str]:
    return [result["title"] for result in search(client, q, **params)["results"]]


def sent(briefing, **fields):
    edition = press.edition(make.series(), briefing, day=date(2026, 11, 20), **fields)
    return sending.send(edition, site=SiteRecord.current(), mailed=False)


def test_people_are_found_by_name_title_and_biography_beside_what_is_counted(client, ana):
    make.briefing("Yards return to profit", authors=[ana])
    for typed in ("reyes", "레예스", "아나 레예스의", "fellow", "dredging", "rey*", "title:reyes", ""):
        answer = search(client, typed, kind="person")
        assert [r["title"] for r in answer["results"]] == ["Ana Reyes"], typed
        assert answer["total"] == 1
        assert (answer["results"][0]["url"], answer["results"][0]["kind"]) == ("/people/ana-reyes/", "person")
    assert titles(client, "reyes kind:people") == titles(client, "reyes kind:person") == ["Ana Reyes"]
    assert titles(client, "reyes -dredging", kind="person") == []
    assert titles(client, "dredging") == [], "a biography is no publication"
    everything = search(client)
    assert everything["total"] == 1
    assert [v["value"] for v in everything["facets"]["kind"]] == ["briefing"]


def test_a_person_is_there_exactly_as_long_as_something_listed_credits_them(client, ana):
    first = make.briefing("Yards return to profit", authors=[ana], publish=False)
    second = make.briefing("Quota talks", editors=[ana], publish=False)
    assert titles(client, "reyes", kind="person") == []
    publishing.publish(first)
    publishing.publish(second)
    assert Aside.objects.get().weight == 2
    publishing.unpublish(first)
    assert titles(client, "reyes", kind="person") == ["Ana Reyes"]
    publishing.retract(second, note="Wrong figures.")
    assert titles(client, "reyes", kind="person") == []
    publishing.publish(first)
    first.credits.all().delete()
    publishing.publish(first)
    assert not Aside.objects.exists()


def test_a_mended_person_is_found_at_once(client, ana):
    make.briefing("Yards return to profit", authors=[ana])
    client.force_login(User.objects.create_superuser("ada", password="x"))
    fields = {"name": "Ana Rueda", "title": "Director", "bio": "<p>Studies ports.</p>", "slug": "ana-rueda"}
    assert client.post(f"/admin/briefings/person/{ana.pk}/change/", fields).status_code == 302
    assert titles(client, "rueda director", kind="person") == ["Ana Rueda"]
    assert titles(client, "reyes", kind="person") == titles(client, "dredging", kind="person") == []
    (result,) = search(client, "ports", kind="person")["results"]
    assert result["url"] == "/people/ana-rueda/"


def test_who_wrote_most_comes_first_and_names_before_mentions(client):
    names = {name: make.person(name) for name in ("Kim One", "Kim Two", "Lee Three")}
    names["Lee Three"].bio = "<p>Worked with Kim and Kim and Kim.</p>"
    names["Lee Three"].save()
    for name, pieces in (("Kim One", 1), ("Kim Two", 2), ("Lee Three", 3)):
        for n in range(pieces):
            make.briefing(f"Piece {name} {n}", authors=[names[name]])
    assert titles(client, "kim", kind="person") == ["Kim Two", "Kim One", "Lee Three"]


def test_editions_are_found_from_the_moment_they_are_sent(client):
    briefing = make.briefing("Yards return to profit")
    edition = press.edition(
        make.series(), briefing, day=date(2026, 11, 20), intro="<p>A quiet zeppelin week.</p>"
    )
    assert titles(client, "zeppelin", kind="edition") == []
    sending.send(edition, site=SiteRecord.current(), mailed=False)
    answer = search(client, "zeppelin", kind="edition")
    (result,) = answer["results"]
    assert result["url"] == "/series/strait-view/2026-11-20/"
    assert "<mark>zeppelin</mark>" in result["snippet"]
    assert [v["value"] for v in answer["facets"]["series"]] == ["strait-view"]
    assert titles(client, "", kind="edition", series="strait-view", year="2026", lang="en")
    assert titles(client, "kind:editions series:strait", sort="newest")
    assert (
        titles(client, "", kind="edition", year="2025")
        == titles(client, "", kind="edition", before="2020-01-01")
        == []
    )
    assert client.get("/api/search", {"kind": "edition", "series": "nowhere"}).status_code == 400
    assert search(client, "zeppelin")["total"] == 0
    note = "<p>The balloon was an airship.</p>"
    correcting.correct(edition, subject="Correction", note=note, number=1, site=SiteRecord.current())
    assert titles(client, "airship", kind="edition") == [result["title"]]


def test_of_a_withdrawn_piece_no_edition_is_found(client):
    briefing = make.briefing("Secretword at sea")
    sent(briefing, subject="Strait View 12")
    assert titles(client, "secretword", kind="edition") == ["Strait View 12"]
    publishing.unpublish(briefing)
    assert titles(client, "secretword", kind="edition") == titles(client, "secretword") == []
    publishing.publish(briefing)
    assert titles(client, "secretword", kind="edition") == ["Strait View 12"]
    publishing.retract(briefing, note="Wrong.")
    assert titles(client, "secretword", kind="edition") == []


def test_an_edition_follows_the_name_and_address_of_its_series(client):
    edition = sent(make.briefing("Yards return to profit"))
    client.force_login(User.objects.create_superuser("ada", password="x"))
    fields = {"name": "Harbour View", "slug": "harbour-view", "cadence": "weekly"}
    fields |= {"default_credits-TOTAL_FORMS": 0, "default_credits-INITIAL_FORMS": 0}
    assert client.post(f"/admin/briefings/series/{edition.series_id}/change/", fields).status_code == 302
    (result,) = search(client, "harbour", kind="edition")["results"]
    assert (result["url"], result["series"]) == ("/series/harbour-view/2026-11-20/", "Harbour View")


def test_the_page_has_a_box_for_them_and_counts_publications(client, ana):
    sent(make.briefing("Ana Reyes and the yards", authors=[ana]), subject="Reyes on yards")
    page = client.get("/search/", {"q": "reyes"}).text
    assert "1 publication<" in page
    box = page[page.index('class="names"') : page.index("</ul>", page.index('class="names"'))]
    assert 'href="/people/ana-reyes/"' in box and "Person" in box
    assert 'href="/series/strait-view/2026-11-20/"' in box and "Edition" in box
    assert 'href="?q=reyes&amp;kind=person"' in page and 'href="?q=reyes&amp;kind=edition"' in page
    people = client.get("/search/", {"q": "reyes", "kind": "person"}).text
    assert "People: 1" in people and "Fellow" in people and "Undated" not in people
    assert 'class="names"' not in people and "feed.xml?q=" not in people
    assert 'href="?q=reyes&amp;kind=briefing"' in people, "back to publications, not to both at once"
    with translation.override("ko"):
        assert (
            "인물"
            in client.get(
                "/search/", {"q": "레예스", "kind": "person"}, headers={"accept-language": "ko"}
            ).text
        )


@pytest.mark.parametrize(
    ("typed", "named"),
    [("export", True), ("export kind:briefing", True), ("-export", False), ("yards -export", False)],
)
def test_the_box_names_what_is_looked_for_and_not_what_is_excluded(client, typed, named):
    make.briefing("Yards return to profit", topics=[make.topic("Export controls")])
    page = client.get("/search/", {"q": typed}).text
    assert ('class="names"' in page) == named
    assert ('<a href="/topics/export-controls/">Export controls</a> <span>Topic' in page) == named
    suggested = client.get("/search/suggest", {"q": typed}).json()["names"]
    assert [name["label"] for name in suggested] == (["Export controls"] if named else [])


def test_a_rebuild_covers_them_and_mends_what_is_missing(client, ana):
    sent(make.briefing("Yards return to profit", authors=[ana]))
    whole = list(Aside.objects.order_by("source").values("source", "key", "title", "shown", "tsv"))
    Aside.objects.filter(source="edition").delete()
    Aside.objects.create(
        source="person",
        key=0,
        title="Nobody",
        shown={},
        passages=[],
        facets=[],
        tsv="",
        published=timezone.now(),
    )
    assert not health().whole
    tasks.nightly(0)
    assert list(Aside.objects.order_by("source").values("source", "key", "title", "shown", "tsv")) == whole
    Aside.objects.all().delete()
    client.force_login(User.objects.create_superuser("ada", password="x"))
    page = client.get("/admin/search/rebuild/").text
    assert "People: 0 of 1; Editions: 0 of 1." in page and "The numbers differ" in page
    call_command("rebuild_search", verbosity=0)
    assert list(Aside.objects.order_by("source").values("source", "key", "title", "shown", "tsv")) == whole
    assert "Nothing is missing." in client.get("/admin/search/rebuild/").text


def test_what_an_import_brings_is_there_when_it_has_caught_up(client, tmp_path):
    file = tmp_path / "pieces.jsonl"
    file.write_text(
        '{"id": "1", "title": "Cranes", "body_html": "<p>x</p>", "date": "2024-05-01", "authors": ["Bo Ek"]}\n'
    )
    call_command("import_publications", str(file), verbosity=0)
    assert indexing.waiting() == 0
    assert titles(client, "ek", kind="person") == ["Bo Ek"]
    refresh_mentions("briefings.person", Aside.objects.get().key)
    assert titles(client, "ek", kind="person") == ["Bo Ek"]


def test_those_of_an_older_release_are_taken_over_by_the_worker(client, ana):
    sent(make.briefing("Yards return to profit", authors=[ana]))
    make.person("Nobody Credited")
    Aside.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("newsroom.migrations.0010_people_and_editions_noted").NOTE)
    indexing.catch_up()
    assert [aside.source for aside in Aside.objects.order_by("source")] == ["edition", "person"]
    assert health().whole
