"""Jobs of the search. Every job may run twice."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from search import indexing, log
from search.indexing import asides, schema
from search.models import Change

_AT_WORK = timedelta(minutes=1)  # an import that noted something so lately is not over


@app.task(name="search.rebuild", queueing_lock="search-rebuild", pass_context=False)
def rebuild() -> None:
    """Make the index anew; without effect while somebody else does."""
    with suppress(indexing.AlreadyRunning):
        indexing.rebuild()


def rebuild_later() -> bool:
    """Queue a rebuild; False where one is waiting already."""
    try:
        with transaction.atomic():
            rebuild.defer()
    except (AlreadyEnqueued, IntegrityError):
        return False
    return True


@app.periodic(cron="43 3 * * *")
@app.task(name="search.nightly", queueing_lock="search-nightly", pass_context=False)
def nightly(timestamp: int) -> None:
    """Every night: make the index anew if it has outgrown what it was measured by, and what stands beside it if that is
    not whole; forget old questions."""
    log.purge()
    _catch_up()
    if not asides.complete():
        asides.renew_all()


@app.periodic(cron="* * * * *")
@app.task(name="search.catch_up", queueing_lock="search-catch-up", pass_context=False)
def catch_up(timestamp: int) -> None:
    """Every minute: put what was published into its place, and take over what an import left that did not come to its
    end."""
    schema.settle()
    newest = Change.objects.aggregate(at=Max("noted_at"))["at"]
    if newest is not None and newest <= timezone.now() - _AT_WORK:
        _catch_up()


def _catch_up() -> None:
    """Without effect while somebody else rebuilds, who takes over what is noted."""
    with suppress(indexing.AlreadyRunning):
        indexing.catch_up()
