"""The road: draft → version → publication, and every verb on it."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, close_old_connections, connection
from django.utils import timezone

from briefings import drafting, publishing
from briefings.models import (
    Briefing,
    Publication,
    PublishedCorrection,
    PublishedVersion,
    Redirect,
    ReviewState,
    State,
    Version,
)
from tests import factories as make

pytestmark = pytest.mark.django_db


def rewrite(briefing: Briefing, html: str) -> None:
    part = briefing.parts.get(key="implication")
    part.body = html
    part.save()


def test_it_publishes_what_the_draft_says():
    author = make.person("Ana Reyes")
    briefing = make.briefing(
        "Yards return to profit", authors=[author], topics=[make.topic("Trade")], tags=["ships"]
    )
    publication = Publication.objects.get()
    assert publication.pk == briefing.pk
    assert publication.title == "Yards return to profit"
    assert publication.byline == "Ana Reyes"
    assert [part.heading for part in publication.says.parts] == ["What Happened", "Implication", "Context"]
    assert [topic.name for topic in publication.topics.all()] == ["Trade"]
    assert [tag.name for tag in publication.tags.all()] == ["ships"]
    assert list(publication.credits.values_list("person", "role")) == [(author.pk, "author")]


def test_publishing_the_same_version_twice_changes_nothing():
    briefing = make.briefing()
    before = Publication.objects.values().get()
    publishing.publish(briefing)
    assert Publication.objects.values().get() == before
    assert Version.objects.count() == 1


def test_later_edits_stay_private_until_published():
    briefing = make.briefing()
    rewrite(briefing, "<p>Nobody may read this yet.</p>")
    drafting.freeze(briefing)
    assert "Nobody" not in Publication.objects.get().text
    assert Briefing.objects.get().has_unpublished_changes
    publishing.publish(briefing)
    assert "Nobody" in Publication.objects.get().text
    assert [v.number for v in PublishedVersion.objects.all()] == [2, 1]


def test_it_publishes_the_version_named_and_not_the_latest():
    briefing = make.briefing(publish=False)
    approved = drafting.freeze(briefing)
    rewrite(briefing, "<p>Written after the approval.</p>")
    drafting.freeze(briefing)
    publishing.publish(briefing, version=approved)
    assert "after the approval" not in Publication.objects.get().text


def test_required_parts_are_required_to_publish_and_not_to_save():
    briefing = make.briefing(publish=False, parts={"what-happened": ("What Happened", "<ul><li> </li></ul>")})
    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(briefing)
    assert [p.where for p in refused.value.problems] == [
        "part:what-happened",
        "part:implication",
        "part:context",
    ]
    assert not Publication.objects.exists()
    assert Briefing.objects.get().state == State.DRAFT


def test_a_picture_without_alternative_text_is_refused():
    briefing = make.briefing(publish=False, image=make.image(alt=""))
    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(briefing)
    assert [p.where for p in refused.value.problems] == ["image_alt"]


def test_a_future_date_is_refused_because_it_would_break_an_embargo():
    briefing = make.briefing(publish=False, published_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(publishing.NotReady):
        publishing.publish(briefing)
    assert not Publication.objects.exists()


def test_writers_may_not_publish_and_editors_may():
    briefing, writer, editor = make.briefing(publish=False), make.writer(), make.editor()
    for verb in (
        lambda: publishing.publish(briefing, by=writer),
        lambda: publishing.unpublish(briefing, by=writer),
        lambda: publishing.correct(briefing, note="x", by=writer),
        lambda: publishing.retract(briefing, note="x", by=writer),
        lambda: publishing.bin(briefing, by=writer),
        lambda: publishing.restore(briefing, by=writer),
        lambda: publishing.request_changes(briefing, by=writer),
    ):
        with pytest.raises(publishing.NotAllowed):
            verb()
    publishing.submit(briefing, by=writer)
    assert briefing.review.state == ReviewState.IN_REVIEW
    publishing.publish(briefing, by=editor)
    assert Briefing.objects.get().state == State.PUBLISHED


def test_withdrawing_leaves_nothing_public_and_answers_gone():
    briefing = make.briefing()
    address = Publication.objects.get().get_absolute_url()
    publishing.unpublish(briefing)
    publishing.unpublish(briefing)
    assert not Publication.objects.exists()
    assert not PublishedVersion.objects.exists()
    assert Redirect.objects.answer(address).target == ""
    assert Briefing.objects.get().state == State.WITHDRAWN
    publishing.publish(briefing)
    assert Publication.objects.get().get_absolute_url() == address
    assert Redirect.objects.answer(address) is None


def test_a_correction_is_public_dated_and_recorded_once():
    briefing = make.briefing()
    rewrite(briefing, "<p>Employment will not follow.</p>")
    for _again in range(2):
        publishing.correct(briefing, note="The direction was wrong.", material=True)
    correction = PublishedCorrection.objects.get()
    assert (correction.note, correction.material) == ("The direction was wrong.", True)
    assert "will not follow" in Publication.objects.get().text


def test_a_correction_needs_a_note_and_something_public():
    draft = make.briefing(publish=False)
    with pytest.raises(publishing.NotPossible):
        publishing.correct(draft, note="Wrong.")
    with pytest.raises(publishing.NotPossible):
        publishing.correct(make.briefing("Another"), note="  ")
    assert not PublishedCorrection.objects.exists()


def test_a_retraction_keeps_the_page_and_leaves_listings_until_published_again():
    briefing = make.briefing()
    publishing.retract(briefing, note="The data were fabricated.")
    publication = Publication.objects.get()
    assert publication.retracted
    assert publication.retraction_note == "The data were fabricated."
    assert not Publication.objects.listed().exists()
    publishing.publish(briefing)
    assert Publication.objects.listed().get().retraction_note == ""


def test_the_bin_withdraws_and_gives_everything_back():
    author, paper, picture = make.person(), make.document(), make.image()
    briefing = make.briefing(authors=[author], tags=["ships"], documents=[paper], image=picture)
    before = drafting.content_of(briefing)
    publishing.bin(briefing)
    assert not Publication.objects.exists()
    assert not Briefing.objects.kept().exists()
    with pytest.raises(publishing.NotPossible):
        publishing.publish(briefing)
    publishing.restore(briefing)
    assert drafting.content_of(Briefing.objects.kept().get()) == before


def test_the_bin_is_emptied_after_thirty_days_and_not_before():
    old, recent, kept = make.briefing("Old"), make.briefing("Recent"), make.briefing("Kept")
    now = timezone.now()
    publishing.bin(old, now=now - timedelta(days=31))
    publishing.bin(recent, now=now - timedelta(days=29))
    assert publishing.purge(now) == 1
    assert set(Briefing.objects.all()) == {recent, kept}


def test_versions_are_frozen_only_when_something_changed_and_never_change():
    briefing = make.briefing(publish=False)
    first = drafting.freeze(briefing)
    assert drafting.freeze(briefing) == first
    rewrite(briefing, "<p>New.</p>")
    assert drafting.freeze(briefing).number == 2
    with pytest.raises(IntegrityError, match="final"):
        Version.objects.filter(pk=first.pk).update(content={})


def test_a_mended_name_shows_after_a_refresh_and_moves_no_date():
    author = make.person("Anna Reyes")
    make.briefing(authors=[author])
    before = Publication.objects.get()
    author.name = "Ana Reyes"
    author.save()
    assert publishing.refresh([before.pk]) == 1
    after = Publication.objects.get()
    assert (after.byline, after.updated_at) == ("Ana Reyes", before.updated_at)


def test_a_picture_described_better_later_is_so_wherever_nobody_described_it_otherwise():
    image = make.image(alt="A ship", caption="The yard.")
    make.briefing("Plain", image=image)
    own = make.briefing("Own words", image=image, publish=False)
    own.image_alt = "The hull of the Haeundae"
    own.save()
    publishing.publish(own)
    image.alt, image.caption = "A tanker in dry dock", "The yard in May."
    image.save()
    publishing.refresh(list(Publication.objects.values_list("pk", flat=True)))
    figures = {p.title: (p.says.figure.alt, p.says.figure.caption) for p in Publication.objects.all()}
    assert figures == {
        "Plain": ("A tanker in dry dock", "The yard in May."),
        "Own words": ("The hull of the Haeundae", "The yard in May."),
    }


def test_a_version_from_before_overrides_were_told_apart_keeps_its_words():
    image = make.image(alt="A ship", caption="The yard.")
    briefing = make.briefing(image=image, publish=False)
    briefing.image_alt = "The hull of the Haeundae"
    stored = drafting.content_of(briefing).to_json()
    del stored["figure"]["own_alt"], stored["figure"]["own_caption"]
    version = Version.objects.create(briefing=briefing, number=99, content=stored)
    publishing.publish(briefing, version=version)
    image.alt, image.caption = "A tanker", "The yard in May."
    image.save()
    publishing.refresh([briefing.pk])
    figure = Publication.objects.get().says.figure
    assert (figure.alt, figure.caption) == ("The hull of the Haeundae", "The yard.")
    version.refresh_from_db()
    assert version.content == json.loads(json.dumps(stored))


def test_emptying_a_pictures_description_takes_none_from_readers():
    image = make.image(alt="A ship", caption="The yard.")
    briefing = make.briefing(image=image)
    image.alt = image.caption = ""
    image.save()
    publishing.refresh([briefing.pk])
    figure = Publication.objects.get().says.figure
    assert (figure.alt, figure.caption) == ("A ship", "")


def test_a_region_counts_for_what_it_lies_in():
    asia = make.region("Asia")
    seoul = make.region("Seoul", parent=make.region("Korea", parent=asia))
    make.briefing(regions=[seoul])
    assert asia.publications.count() == 1


@pytest.mark.django_db(transaction=True)
def test_equal_titles_published_at_once_get_distinct_addresses():
    briefings = [make.briefing("Weekly", publish=False) for _ in range(6)]
    failures = []

    def run(briefing):
        try:
            publishing.publish(briefing)
        except Exception as error:  # a thread has no other way to tell
            failures.append(error)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=[b]) for b in briefings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert sorted(Publication.objects.values_list("slug", flat=True)) == [
        "weekly",
        "weekly-2",
        "weekly-3",
        "weekly-4",
        "weekly-5",
        "weekly-6",
    ]


@pytest.mark.parametrize(("language", "others"), [("en", " and {} others"), ("ko", " 외 {}명")])
def test_hundreds_of_authors_are_published_with_the_first_and_the_number_of_the_others(
    client, language, others
):
    authors = [make.person(f"Author Number {n:03}") for n in range(130)]
    briefing = make.briefing(authors=authors, language=language)
    byline = Publication.objects.get(pk=briefing.pk).byline
    named = byline.count("Author")
    assert 40 < named < 130 and len(byline) <= 1000
    assert byline.endswith(others.format(130 - named))
    page = client.get(briefing.address)
    assert "Author Number 129" in page.text
