"""Jobs of the editorial side, and where the worker finds those of pictures. Every job may run twice."""

from __future__ import annotations

import time

from django.apps import apps
from django.db import IntegrityError, models, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from taggit.models import Tag

from briefings import media_tasks, publishing, referring, review_tasks, unsaved
from briefings.checks import following
from briefings.content import Content
from briefings.editions.telling import tell_held
from briefings.models import (
    Channel,
    Edition,
    Format,
    Organisation,
    Person,
    Publication,
    PublicationCredit,
    Region,
    Series,
    Topic,
)
from search import indexing

__all__ = [
    "empty_bin",
    "follow_links",
    "follow_links_later",
    "forget_unsaved",
    "media_tasks",
    "mentioning",
    "refresh_later",
    "refresh_mentions",
    "relate",
    "review_tasks",
    "tell_edition_held",
]

_BATCH = 200
_AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4)  # the eighth after about six hours
_RELATING_SECONDS = 30
_LINKED = {Channel: "channel", Series: "series", Topic: "topics", Region: "regions", Tag: "tags"}
_CREDITED = {Person: "person", Organisation: "organisation", Series: "series"}


def refresh_later(thing: models.Model) -> None:
    """Queue `refresh_mentions` for a thing that has just been saved; once, however often it is saved before it runs."""
    label = thing._meta.label_lower
    job = refresh_mentions.configure(queueing_lock=f"refresh-{label}-{thing.pk}")
    try:
        with transaction.atomic():
            job.defer(model=label, pk=thing.pk)
    except (AlreadyEnqueued, IntegrityError):
        return


@app.task(name="briefings.refresh_mentions")
def refresh_mentions(model: str, pk: int) -> None:
    """Write the public rows of all publications that mention this thing anew, with its present name and address."""
    ids = list(mentioning(apps.get_model(model), pk).values_list("pk", flat=True))
    for start in range(0, len(ids), _BATCH):
        publishing.refresh(ids[start : start + _BATCH])


def mentioning(model: type[models.Model], pk: int) -> models.QuerySet[Publication]:
    """The publications that name this person, organisation, series, channel, topic, region or tag, or link to it."""
    found = models.Q(pk__in=[])
    if model._meta.model_name in referring.LINKED:
        found |= models.Q(refers__contains=[referring.key(model._meta.model_name, pk)])
    if model in _LINKED:
        found |= models.Q(pk__in=Publication.objects.filter(**{_LINKED[model]: pk}).values("pk"))
    if model in _CREDITED:
        credits = PublicationCredit.objects.filter(**{_CREDITED[model]: pk})
        found |= models.Q(pk__in=credits.values("publication"))
    return Publication.objects.filter(found).order_by("pk")


@app.periodic(cron="* * * * *")
@app.task(name="briefings.relate", queueing_lock="relate", pass_context=False)
def relate(timestamp: int) -> None:
    """Every minute: find what is related to publications that came in large batches, for half a minute at most."""
    if indexing.waiting():
        return  # what is not in the index has nothing near it
    until = time.monotonic() + _RELATING_SECONDS
    waiting = (
        Publication.objects.filter(related=None, retracted=False).order_by("-pk").values_list("pk", flat=True)
    )
    while time.monotonic() < until and (ids := list(waiting[:_BATCH])):
        with transaction.atomic():
            publishing.relate(ids)


def follow_links_later(content: Content, shape: Format) -> None:
    """Queue following the links to other sites in what has just been saved: those that nobody followed lately."""
    addresses = following.due(content, shape)
    if addresses:
        follow_links.defer(addresses=addresses)


@app.task(name="briefings.follow_links")
def follow_links(addresses: list[str]) -> None:
    """Find out where links to other sites lead. Those that were followed meanwhile are followed again."""
    following.follow(addresses)


@app.task(name="briefings.tell_edition_held", retry=_AGAIN)
def tell_edition_held(edition: int) -> None:
    """Mail who scheduled an edition that it was held back, and why."""
    for held in Edition.objects.filter(pk=edition).select_related("series", "scheduled_by"):
        tell_held(held)


@app.periodic(cron="29 4 * * *")
@app.task(name="briefings.empty_bin", queueing_lock="empty_bin", pass_context=False)
def empty_bin(timestamp: int) -> None:
    """Every night: delete for good what has lain in the bin for 30 days."""
    publishing.purge()


@app.periodic(cron="49 4 * * *")
@app.task(name="briefings.forget_unsaved", queueing_lock="forget_unsaved", pass_context=False)
def forget_unsaved(timestamp: int) -> None:
    """Every night: forget unsaved texts that nobody came back for."""
    unsaved.purge()
