"""The form of a briefing stays light and asks little, however many briefings, people and credits there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from taggit.models import Tag

from briefings.models import Briefing, Credit, Format, Person, Series, SeriesCredit, Topic
from tests import factories as make

pytestmark = pytest.mark.django_db


def crowd(pieces: int, people: int) -> None:
    shape = Format.objects.get(key="briefing")
    Person.objects.bulk_create(Person(name=f"Person {n}", slug=f"person-{n}") for n in range(people))
    Briefing.objects.bulk_create(Briefing(title=f"Piece {n}", format=shape) for n in range(pieces))
    Topic.objects.bulk_create(Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(60))
    Tag.objects.bulk_create(Tag(name=f"tag {n}", slug=f"tag-{n}") for n in range(500))
    Series.objects.bulk_create(Series(name=f"Series {n}", slug=f"series-{n}") for n in range(40))


def whole_briefing(credits: int) -> Briefing:
    briefing = make.briefing(
        series=make.series(),
        channel=make.channel(),
        image=make.image(),
        documents=[make.document("Tables"), make.document("Charts")],
        topics=[make.topic("Trade"), make.topic("Ships")],
        regions=[make.region()],
        tags=["ships", "steel"],
    )
    people = Person.objects.bulk_create(
        Person(name=f"Credited {n}", slug=f"credited-{n}") for n in range(credits)
    )
    Credit.objects.bulk_create(
        Credit(briefing=briefing, person=person, position=n) for n, person in enumerate(people)
    )
    return briefing


def cost(desk, address: str) -> tuple[int, int]:
    desk.client.get(address)  # content types and the site's record are remembered by the process
    with CaptureQueriesContext(connection) as queries:
        page = desk.client.get(address)
    assert page.status_code == 200
    return len(queries), len(page.content)


def test_the_change_form_at_full_size(editor):
    briefing = whole_briefing(credits=4)
    crowd(pieces=5819, people=1200)
    queries, size = cost(editor, reverse("admin:briefings_briefing_change", args=[briefing.pk]))
    assert queries <= 15
    assert size <= 150_000


def test_more_credits_and_people_cost_no_more_queries(editor):
    address = reverse("admin:briefings_briefing_change", args=[whole_briefing(credits=1).pk])
    before, _size = cost(editor, address)
    people = Person.objects.bulk_create(Person(name=f"Extra {n}", slug=f"extra-{n}") for n in range(300))
    Credit.objects.bulk_create(
        Credit(briefing=Briefing.objects.get(), person=person, position=n)
        for n, person in enumerate(people[:12])
    )
    after, _size = cost(editor, address)
    assert after == before


def test_the_list_costs_the_same_however_long_it_is(editor):
    ana, strait = make.person("Ana Reyes"), make.series()
    make.briefing("First", authors=[ana], series=strait)
    address = reverse("admin:briefings_briefing_changelist")
    before, _size = cost(editor, address)
    for n in range(5):
        make.briefing(f"Whole {n}", authors=[ana, make.person(f"Other {n}")], series=strait)
    shape = Format.objects.get(key="briefing")
    Briefing.objects.bulk_create(Briefing(title=f"Piece {n}", format=shape) for n in range(300))
    after, _size = cost(editor, address)
    assert after == before <= 14


def test_a_new_briefing_of_a_series_costs_a_bounded_number_of_queries(editor, django_assert_max_num_queries):
    series = make.series(channel=make.channel())
    for position, name in enumerate(("Ana Reyes", "Ben Cho", "Edda Yoon")):
        SeriesCredit.objects.create(of=series, role="author", person=make.person(name), position=position)
    with django_assert_max_num_queries(15):
        page = editor.client.get(f"/admin/briefings/briefing/add/?series={series.pk}").text
    assert "Ben Cho" in page and "The Peninsula" in page
