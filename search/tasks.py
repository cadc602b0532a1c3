"""Jobs of the search. Every job may run twice."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from search import indexing, log


@app.task(name="search.rebuild", queueing_lock="search-rebuild", pass_context=False)
def rebuild() -> None:
    """Make the index anew; without effect while somebody else does."""
    try:
        indexing.rebuild()
    except indexing.AlreadyRunning:
        return


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
    """Every night: make the index anew if it has outgrown what it was measured by; forget old questions."""
    log.purge()
    try:
        indexing.rebuild_if_outgrown()
    except indexing.AlreadyRunning:
        return
