"""Keeps what happened to a mailing, and has who sent it told of what they should know."""

from __future__ import annotations

from procrastinate.contrib.django import app

from subscriptions.models import MailingEvent


def note(
    mailing: int, what: str, *, by=None, words: str = "", number: int | None = None, tell: bool = False
) -> None:
    """Add to the log of a mailing, in the caller's transaction; `tell`: also by mail to who sent it."""
    event = MailingEvent.objects.create(mailing_id=mailing, what=what, by=by, words=words, number=number)
    if tell:
        app.configure_task("subscriptions.tell_sender").defer(event=event.pk)
