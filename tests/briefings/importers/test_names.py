"""People, organisations and everything else that records name."""

from __future__ import annotations

import unicodedata

import pytest
from taggit.models import Tag

from briefings.models import Channel, Person, Publication, Series, Topic
from tests import factories

from .importing import import_records, record

pytestmark = pytest.mark.django_db


def test_a_person_is_one_person_however_the_name_is_typed(tmp_path):
    name = "Zoë Müller"
    people = [name, unicodedata.normalize("NFD", name), "  Zoë   Müller "]
    import_records(tmp_path, *(record(str(n), authors=[one]) for n, one in enumerate(people)))
    assert list(Person.objects.values_list("name", "slug")) == [(name, "zoë-müller")]


def test_two_names_that_differ_are_two_people(tmp_path):
    import_records(tmp_path, record(authors=["Ana Reyes", "ANA REYES"]))
    assert set(Person.objects.values_list("slug", flat=True)) == {"ana-reyes", "ana-reyes-2"}


def test_known_people_organisations_and_translated_names_are_found(tmp_path):
    person = factories.person("Minji Kim", names={"ko": "김민지"})
    factories.organisation("Harbour Photo")
    import_records(tmp_path, record(authors=["김민지", "Harbour Photo"]))
    assert list(Person.objects.all()) == [person]
    assert [credit.kind for credit in Publication.objects.get().says.credits] == ["person", "organisation"]


def test_a_series_can_be_the_author_of_its_pieces(tmp_path):
    import_records(tmp_path, record(series="Strait View", authors=["Strait View"]))
    assert [credit.kind for credit in Publication.objects.get().says.credits] == ["series"]
    assert not Person.objects.exists()


@pytest.mark.parametrize(("field", "model"), [("tags", Tag), ("topics", Topic)])
def test_case_makes_no_second_one(tmp_path, field, model):
    names = ["Trade", "TRADE", "trade", "Ünion", "ÜNION"]
    import_records(tmp_path, record(**{field: names[:1]}))
    import_records(tmp_path, *(record(str(n), **{field: [name]}) for n, name in enumerate(names)))
    assert sorted(model.objects.values_list("name", flat=True)) == ["Trade", "Ünion"]


def test_channels_and_series_are_found_in_any_language(tmp_path):
    factories.channel("The Peninsula", names={"ko": "한반도"})
    import_records(tmp_path, record(channel="한반도", series="해협 시각"))
    assert Channel.objects.count() == Series.objects.count() == 1
    assert Publication.objects.get().says.channel.name == "The Peninsula"


def test_a_channel_never_takes_an_address_of_the_site(tmp_path):
    import_records(tmp_path, record(channel="Search"))
    assert Channel.objects.get().slug == "search-2"


def test_names_without_letters_have_an_address_too(tmp_path):
    import_records(tmp_path, record(tags=["C++", "C#", "!!!"], authors=["…"]))
    assert all(Tag.objects.values_list("slug", flat=True))
    assert Person.objects.get().slug
