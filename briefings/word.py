"""A word by mail to a colleague: plain text, in the site's language, from the publisher."""

from __future__ import annotations

from email.utils import formataddr

from django.urls import reverse

from briefings.models import Briefing
from subscriptions.host import absolute, host
from subscriptions.mails.headers import Message
from subscriptions.sending.identity import host_name


def send(to: str, subject: str, body: str) -> None:
    """Send one message. Raises what the transport raises."""
    publisher = host().publisher()
    Message(
        subject=" ".join(subject.split()),
        body=body,
        from_email=formataddr((publisher.name, publisher.contact or f"newsroom@{host_name()}")),
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},  # RFC 3834: no vacation replies, please
    ).send()


def form_of(briefing: Briefing, place: str = "") -> str:
    """The whole address of the form of `briefing` in the back office, with an anchor."""
    return absolute(reverse("admin:briefings_briefing_change", args=[briefing.pk])) + place
