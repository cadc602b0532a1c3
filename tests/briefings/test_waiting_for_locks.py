"""Whoever waited for a briefing's lock goes on with what was saved meanwhile, joined rows included."""

from __future__ import annotations

import time
from threading import Event, Thread

import pytest
from django.db import connections, transaction

from briefings import publishing
from briefings.models import Briefing, Publication
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_refresh_that_waited_for_a_publication_writes_what_was_published():
    briefing = make.briefing()
    published = Event()

    def publish() -> None:
        with transaction.atomic():
            row = Briefing.objects.get()
            row.title = "Ports return to profit"
            row.save(update_fields=["title"])
            publishing.publish(row)
            published.set()
            time.sleep(1)  # until the refresh stands before the lock
        connections.close_all()

    thread = Thread(target=publish)
    thread.start()
    assert published.wait(30)
    written = publishing.refresh([briefing.pk])
    thread.join()
    assert (written, Publication.objects.get().title) == (1, "Ports return to profit")
