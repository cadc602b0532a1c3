"""A mended name shows in every publication that mentions it, once the job has run."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from briefings import publishing, tasks
from briefings.models import Briefing, Publication
from tests import factories as make
from tests.briefings.admin.desk import messages

pytestmark = pytest.mark.django_db


def waiting() -> list[dict]:
    return list(
        ProcrastinateJob.objects.filter(task_name="briefings.refresh_mentions").values_list("args", flat=True)
    )


def test_a_renamed_person_is_renamed_in_bylines(editor):
    ana = make.person("Ana Reyes")
    make.briefing(authors=[ana])
    page = editor.open(f"/admin/briefings/person/{ana.pk}/change/").press("_save", name="Ana Reyes-Park")
    assert any("1 publication" in said for said in messages(page))
    assert waiting() == [{"model": "briefings.person", "pk": ana.pk}]
    for _twice in range(2):
        tasks.refresh_mentions(**waiting()[0])
        assert Publication.objects.get().byline == "Ana Reyes-Park"


def test_saving_twice_queues_once_and_saving_without_a_change_never(editor):
    ana = make.person("Ana Reyes")
    make.briefing(authors=[ana])
    address = f"/admin/briefings/person/{ana.pk}/change/"
    editor.open(address).press("_save")
    assert waiting() == []
    editor.open(address).press("_save", name="Ana R.")
    editor.open(address).press("_save", name="Ana Park")
    assert len(waiting()) == 1


@pytest.mark.parametrize("kind", ["series", "channel", "topic", "region", "tag", "organisation"])
def test_everything_that_is_mentioned_is_found(kind):
    lead = make.organisation() if kind == "organisation" else None
    briefing = make.briefing(
        series=make.series(),
        channel=make.channel(),
        topics=[make.topic()],
        regions=[make.region()],
        tags=["ships"],
        authors=[lead] if lead else [],
    )
    thing = {
        "series": briefing.series, "channel": briefing.channel, "topic": briefing.topics.first(),
        "region": briefing.regions.first(), "tag": briefing.tags.first(), "organisation": lead,
    }[kind]  # fmt: skip
    make.briefing("Another")
    assert [publication.pk for publication in tasks.mentioning(type(thing), thing.pk)] == [briefing.pk]


def test_the_bin_is_emptied_after_thirty_days():
    old, new = make.briefing("Old"), make.briefing("New")
    publishing.bin(old, now=make.on(2024))
    publishing.bin(new)
    tasks.empty_bin(timestamp=0)
    assert list(Briefing.objects.all()) == [new]


def test_a_person_who_is_credited_cannot_be_deleted(editor):
    ana = make.person("Ana Reyes")
    make.briefing(authors=[ana])
    page = editor.client.post(f"/admin/briefings/person/{ana.pk}/delete/", {"post": "yes"})
    assert "protected" in page.text and ana.__class__.objects.count() == 1
