"""To the administrators: the sign-up form is being used far more than it should be."""

from __future__ import annotations

from django.utils.translation import gettext as _

from subscriptions.mails.message import send


def alarm(to: str, most: int) -> None:
    send("alarm", _("Very many sign-ups"), to, most=most)
