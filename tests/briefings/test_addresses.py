"""Addresses: readable, never empty, never broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings import publishing, slugs
from briefings.models import Publication, Redirect
from tests import factories as make


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Exports rise, again!", "exports-rise-again"),
        ("P'yŏngyang’s gambit", "pyŏngyangs-gambit"),
        ("평양의 봄 — 그 후", "평양의-봄-그-후"),
        ("2024", "2024"),
        ("12", "briefing-12"),
        ("🚢🚢", "briefing"),
        ("", "briefing"),
        ("word " * 40, ("word-" * 16).strip("-")),
    ],
)
def test_slugs(title, slug):
    assert slugs.slugify(title, otherwise="briefing") == slug


@given(st.text(max_size=300))
def test_a_slug_is_never_empty_and_always_valid(title):
    slug = slugs.slugify(title)
    slugs.validate(slug)
    assert 0 < len(slug) <= 100
    assert slugs.slugify(slug) == slug


@pytest.mark.django_db
def test_a_moved_publication_leaves_redirects_without_chains():
    briefing = make.briefing("First title", published_at=make.on(2024, 5))
    for slug in ("second-title", "third-title"):
        briefing.slug = slug
        briefing.save(update_fields=["slug"])
        publishing.publish(briefing)
    target = "/publications/2024/third-title/"
    assert dict(Redirect.objects.values_list("path", "target")) == {
        "/publications/2024/first-title/": target,
        "/publications/2024/second-title/": target,
    }


@pytest.mark.django_db
def test_moving_back_leaves_no_loop():
    briefing = make.briefing("First title", published_at=make.on(2024, 5))
    for slug in ("second-title", "first-title"):
        briefing.slug = slug
        briefing.save(update_fields=["slug"])
        publishing.publish(briefing)
    assert dict(Redirect.objects.values_list("path", "target")) == {
        "/publications/2024/second-title/": "/publications/2024/first-title/"
    }


@pytest.mark.django_db
def test_an_old_address_is_not_given_to_another_piece():
    briefing = make.briefing("Outlook", published_at=make.on(2024, 5))
    briefing.slug = "outlook-revised"
    briefing.save(update_fields=["slug"])
    publishing.publish(briefing)
    other = make.briefing("Outlook", published_at=make.on(2024, 9))
    assert other.slug == "outlook-2"


@pytest.mark.django_db
def test_a_title_may_change_without_moving_the_page():
    briefing = make.briefing("Outlook", published_at=make.on(2024, 5))
    briefing.title = "Outlook, revised"
    briefing.save(update_fields=["title"])
    publishing.publish(briefing)
    assert Publication.objects.get().slug == "outlook"


@pytest.mark.django_db
def test_undated_pieces_have_an_address_without_a_year():
    make.briefing("Charter", undated=True)
    publication = Publication.objects.get()
    assert publication.get_absolute_url() == "/publications/undated/charter/"
    assert publication.published_at is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/series/old/", "/series/new/"),
        ("/series/old", "/series/new/"),
        ("/series/old/feed.xml", "/series/new/feed.xml"),
        ("/series/old/2024-05-01/", "/series/new/2024-05-01/"),
        ("/series/older/", None),
    ],
)
def test_a_redirect_answers_for_everything_below(asked, target):
    series = make.series("Old")
    series.slug = "new"
    series.save()
    answer = Redirect.objects.answer(asked)
    assert (answer and answer.target) == target


@pytest.mark.django_db
def test_two_people_of_one_name_have_two_addresses():
    assert [make.person("Kim Minji").slug for _ in range(2)] == ["kim-minji", "kim-minji-2"]
