"""What an editor has of the search: pinned results, synonyms, the questions of readers, the state of the index."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from search import log
from search.health import health
from search.models import Pin, Question, Rebuild, Synonyms
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = User.objects.create_user("editor@example.org", password="x", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return user


def pin(client, url: str, query: str = "Quota"):
    return client.post(
        "/admin/search/pin/add/",
        {
            "query": query,
            "entries-TOTAL_FORMS": 1,
            "entries-INITIAL_FORMS": 0,
            "entries-0-url": url,
            "entries-0-position": 0,
        },
    )


def test_a_result_is_pinned_by_its_address(client, editor, settings):
    settings.SITE_URL = "https://news.example"
    make.briefing("Quota quota quota quota")
    make.briefing("The one to read", published_at=make.on(2022, 2))
    assert pin(client, "https://news.example/publications/2022/the-one-to-read/").status_code == 302
    results = client.get("/api/search", {"q": "quotas"}).json()["results"]
    assert (results[0]["title"], results[0]["pinned"]) == ("The one to read", True)
    assert b"Recommended" in client.get("/search/", {"q": "quota"}).content


def test_an_address_that_cannot_be_found_is_refused(client, editor):
    answer = pin(client, "/publications/2022/nowhere/")
    assert b"Nothing that can be found is published at this address." in answer.content
    assert b"This address is on another site." in pin(client, "https://elsewhere.example/x/").content
    assert not Pin.objects.exists()


def test_two_pins_for_one_question_and_one_word_alone_are_refused(client, editor):
    make.briefing("The one to read", published_at=make.on(2022, 2))
    pin(client, "/publications/2022/the-one-to-read/")
    assert (
        b"There is a pinned result for this question already."
        in pin(client, "/publications/2022/the-one-to-read/", "quota!").content
    )
    answer = client.post("/admin/search/synonyms/add/", {"phrases": "Pyongyang\npyongyang"})
    assert b"Write at least two different words or phrases" in answer.content
    assert not Synonyms.objects.exists()


def test_questions_are_counted_without_anything_about_readers(client, editor, settings):
    settings.SEARCH_LOG = True
    make.briefing("Quota talks")
    for text in (
        "quota",
        "Quota!",
        "dredgers",
        "dredgers",
        "ana@example.org",
        "call 02-1234-5678",
        "x" * 300,
    ):
        client.get("/search/", {"q": text})
    assert not Question.objects.exists()  # nothing is written while a reader waits
    log.write()
    rows = {q.query: (q.searches, q.in_vain, q.results) for q in Question.objects.all()}
    assert rows == {"quota": (2, 0, 1), "dredgers": (2, 2, 0)}
    client.get("/search/", {"q": "quota"})
    log.write()
    assert Question.objects.get(query="quota").searches == 3


def test_of_narrowed_searches_the_words_count_and_of_feeds_nothing(client, settings):
    settings.SEARCH_LOG = True
    make.briefing("Quota talks", kind="article")
    for params in ({"kind": "article"}, {"kind": "paper"}, {"before": "1990-01-01"}, {}):
        client.get("/search/", {"q": "quota", **params})
    client.get("/search/", {"q": "talks", "kind": "paper"})
    client.get("/search/feed.xml", {"q": "quota talks"})
    log.write()
    rows = {q.query: (q.searches, q.in_vain, q.results) for q in Question.objects.all()}
    assert rows == {"quota": (4, 0, 1), "talks": (1, 0, 0)}
    client.get("/search/", {"q": "quota", "kind": "paper"})
    log.write()
    quota = Question.objects.get(query="quota")
    assert (quota.searches, quota.in_vain, quota.results) == (5, 0, 1)


def test_of_questions_with_fields_the_words_count_and_never_as_in_vain(client, settings):
    settings.SEARCH_LOG = True
    make.briefing("Quota talks")
    for asked in ("author:nobody quota", "in:nowhere quota", "quota -talks", "kind:paper"):
        client.get("/search/", {"q": asked})
    log.write()
    assert [(q.query, q.searches, q.in_vain) for q in Question.objects.all()] == [("quota", 3, 0)]


def test_the_list_puts_first_what_was_looked_for_in_vain(client, editor):
    today = timezone.localdate()
    for days, query, searches, in_vain in (
        (0, "quota", 9, 0),
        (0, "dredgers", 2, 2),
        (3, "dredgers", 2, 1),
        (60, "old", 5, 5),
    ):
        day = today - timezone.timedelta(days=days)
        Question.objects.create(day=day, query=query, searches=searches, in_vain=in_vain)
    page = client.get("/admin/search/question/").content.decode()
    assert page.index("dredgers") < page.index("quota")
    assert '<td class="field-all_in_vain">3</td>' in page and '<td class="field-all_searches">4</td>' in page
    assert ">old<" not in page
    assert "old" in client.get("/admin/search/question/?days=90").content.decode()
    assert "/admin/search/synonyms/add/?phrases=dredgers" in page
    assert b"dredgers\n" in client.get("/admin/search/synonyms/add/?phrases=dredgers").content
    assert b'value="dredgers"' in client.get("/admin/search/pin/add/?query=dredgers").content


def test_questions_are_forgotten(client):
    Question.objects.create(day=timezone.localdate() - timezone.timedelta(days=181), query="old")
    Question.objects.create(day=timezone.localdate(), query="new")
    assert log.purge() == 1
    assert [q.query for q in Question.objects.all()] == ["new"]


def test_the_state_of_the_index_is_shown_and_only_some_may_rebuild(client, editor):
    make.briefing("Quota talks")
    page = client.get("/admin/search/rebuild/").content.decode()
    assert "1 entries of 1 publications" in page and "Nothing is missing." in page
    assert "Rebuild the index" not in page
    assert client.post("/admin/search/rebuild/start/").status_code == 403
    client.force_login(User.objects.create_superuser("admin@example.org", password="x"))
    page = client.post("/admin/search/rebuild/start/", follow=True).content.decode()
    assert "The index will be made anew." in page and "Rebuild the index" in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'search.rebuild'")
        assert cursor.fetchone() == (1,)
    assert "already" in client.post("/admin/search/rebuild/start/", follow=True).content.decode()


def test_a_rebuild_gives_the_same_answers(client, capsys):
    for n in range(12):
        make.briefing(f"Quota talks {n}", topics=[make.topic(f"Topic {n}")], tags=["ships"])
    before = [
        client.get("/api/search", {"q": q}).json() for q in ("quota", "employment", '"in the yards"', "")
    ]
    call_command("rebuild_search")
    after = [
        client.get("/api/search", {"q": q}).json() for q in ("quota", "employment", '"in the yards"', "")
    ]
    for one, other in zip(before, after, strict=True):
        assert (one["total"], one["facets"]) == (other["total"], other["facets"])
        assert {r["id"] for r in one["results"]} == {r["id"] for r in other["results"]}
    assert "12 entries in" in capsys.readouterr().out
    assert health().whole and health().rebuilt_at
    assert Rebuild.objects.get().state == Rebuild.State.FINISHED
    briefing = make.briefing("After the rebuild")
    assert client.get("/api/search", {"q": "rebuild"}).json()["results"][0]["id"] == briefing.pk
