"""Saved searches: what is new since somebody looked."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from briefings import publishing
from search import saved
from search.models import SavedSearch
from search.querying.answers import TooSlow
from search.views import asking
from search.views.parameters import BadParameter
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://news.example"


def new(search: SavedSearch) -> list[str]:
    return [hit.shown["title"] for hit in saved.news(search)]


def test_what_appeared_since_is_new_until_it_is_seen():
    make.briefing("Zeppelin talks")
    search = saved.save("https://news.example/search/?q=zeppelin&kind=briefing&sort=newest&page=3")
    assert search.query == "q=zeppelin&kind=briefing"
    assert new(search) == []
    make.briefing("Zeppelin figures", published_at=make.on(2019, 5, 6))
    make.briefing("Other news")
    assert new(search) == ["Zeppelin figures"], "new though its date is old"
    saved.see(search)
    assert new(SavedSearch.objects.get()) == []
    late = make.briefing("Zeppelin again")
    assert new(search) == ["Zeppelin again"]
    publishing.unpublish(late)
    assert new(search) == []


def test_a_correction_or_a_return_is_no_news():
    briefing = make.briefing("Zeppelin talks")
    search = saved.save("q=zeppelin")
    publishing.correct(briefing, note="It was 4 percent.")
    publishing.unpublish(briefing)
    publishing.publish(briefing)
    assert new(search) == []


def test_what_an_older_release_has_indexed_is_no_news(client):
    make.briefing("Zeppelin talks")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_index.entry SET shown = shown - 'appeared'")
    search = saved.save("q=zeppelin")
    assert new(search) == []
    make.briefing("Zeppelin figures")
    assert new(search) == ["Zeppelin figures"]
    saved.see(search)
    client.force_login(make.editor())
    assert client.get(reverse("admin:search_savedsearch_changelist")).status_code == 200


def test_pieces_with_some_of_the_words_are_no_news():
    search = saved.save("?q=zeppelin+talks")
    make.briefing("Zeppelin figures")
    assert new(search) == []


@pytest.mark.parametrize("address", ["/search/?kind=brochure-like&after=soon", "?sort=loudest"])
def test_an_address_that_makes_no_sense_is_refused(address):
    with pytest.raises(BadParameter):
        saved.save(address)


def test_editors_keep_searches_and_see_what_is_new(client):
    client.force_login(make.editor())
    add, listed = reverse("admin:search_savedsearch_add"), reverse("admin:search_savedsearch_changelist")
    assert "searches for nothing" in client.post(add, {"query": "/search/"}).text
    assert "YYYY-MM-DD" in client.post(add, {"query": "/search/?after=soon"}).text
    assert client.post(add, {"query": "/search/?q=zeppelin&in=x"}).status_code == 302
    make.briefing("Zeppelin talks", published_at=make.on(2024, 5, 6))
    search = SavedSearch.objects.get()
    assert "Zeppelin talks" not in client.get(listed).text, "it shows what was known"
    said = client.post(reverse("admin:search_savedsearch_news", args=[search.pk])).text
    assert '1 <a href="/publications/2024/zeppelin-talks/">Zeppelin talks</a>' in said
    page = client.get(listed).text
    assert '1 <a href="/publications/2024/zeppelin-talks/">Zeppelin talks</a>' in page
    assert "/search/?q=zeppelin&amp;sort=newest" in page
    client.post(listed, {"action": "mark_as_seen", "_selected_action": [search.pk]})
    assert "Zeppelin talks" not in client.get(listed).text


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("https://example.org/search/?q=a", "This address is on another site."),
        ("//example.org/search/?q=a", "This address is on another site."),
        ("https://[/search/?q=a", "This address is on another site."),
        ("/search/?year=abc", "Year: There is no “abc” here."),
        ("https://news.example/search/?q=a&kind=brochure", "Kind: There is no “brochure” here."),
        ("/search/?before=soon", "Until: Write a date as YYYY-MM-DD."),
    ],
)
def test_what_finds_nothing_here_is_refused_at_the_field(client, address, message):
    client.force_login(make.editor())
    answer = client.post(reverse("admin:search_savedsearch_add"), {"query": address})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["query"] == [message]
    assert not SavedSearch.objects.exists()


def test_a_search_that_takes_too_long_is_refused(client, monkeypatch):
    def too_slow(request, *, counted):
        raise TooSlow

    monkeypatch.setattr(asking, "ask", too_slow)
    client.force_login(make.editor())
    answer = client.post(reverse("admin:search_savedsearch_add"), {"query": "q=the"})
    assert answer.context["adminform"].form.errors["query"] == ["This search takes too long."]


@pytest.mark.parametrize("host", ["https://news.example", "http://News.Example", ""])
def test_the_sites_own_address_is_taken(client, host):
    client.force_login(make.editor())
    make.topic("Trade")  # nothing is filed under it, which may change
    add = reverse("admin:search_savedsearch_add")
    assert client.post(add, {"query": f"{host}/search/?q=a&topic=trade&year=1950"}).status_code == 302
    assert SavedSearch.objects.get().query == "q=a&topic=trade&year=1950"


def test_without_a_script_an_action_looks_for_news(client):
    client.force_login(make.editor())
    listed = reverse("admin:search_savedsearch_changelist")
    searches = [saved.save("q=zeppelin"), saved.save("q=airship")]
    make.briefing("Zeppelin talks")
    client.post(listed, {"action": "look_now", "_selected_action": [search.pk for search in searches]})
    assert client.get(listed).text.count("Zeppelin talks") == 1


def test_asking_is_for_those_who_see_the_list(client):
    search = saved.save("q=zeppelin")
    address = reverse("admin:search_savedsearch_news", args=[search.pk])
    assert client.post(address).status_code == 302
    client.force_login(make.writer())
    assert client.post(address).status_code == 403
    client.force_login(make.editor())
    assert client.get(address).status_code == 405


def test_only_editors_keep_searches(client):
    listed = reverse("admin:search_savedsearch_changelist")
    assert client.get(listed).status_code == 302
    client.force_login(make.writer())
    assert client.get(listed).status_code == 403
    assert client.post(reverse("admin:search_savedsearch_add"), {"query": "q=x"}).status_code == 403
