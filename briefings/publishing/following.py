"""Texts that link to a publication follow it: when it appears, moves or goes, those that refer to it are written anew."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from briefings import referring
from briefings.models import Publication

_BATCH = 500


def follow(ids: Iterable[int]) -> None:
    """Queue the job that writes anew what refers to these publications; in the caller's transaction."""
    keys = [referring.key("publication", pk) for pk in ids]
    for start in range(0, len(keys), _BATCH):
        some = set(keys[start : start + _BATCH])
        rows = Publication.objects.filter(refers__overlap=list(some)).order_by()
        for key in sorted(some.intersection(set().union(*rows.values_list("refers", flat=True)))):
            _queue(int(key.partition(":")[2]))


def _queue(pk: int) -> None:
    label = Publication._meta.label_lower
    job = app.configure_task("briefings.refresh_mentions", queueing_lock=f"refresh-{label}-{pk}")
    try:
        with transaction.atomic():
            job.defer(model=label, pk=pk)
    except (AlreadyEnqueued, IntegrityError):
        return
