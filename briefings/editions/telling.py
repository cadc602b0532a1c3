"""A word by mail to who scheduled an edition that was held back."""

from __future__ import annotations

from email.utils import formataddr

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from briefings.models import Edition, EditionState
from subscriptions.host import absolute, host
from subscriptions.mails.headers import Message
from subscriptions.sending.identity import host_name


def tell_held(edition: Edition) -> bool:
    """Mail who scheduled it why it was held back, in the site's language; whether there was somebody to tell. Without
    effect once it is no longer held back. Raises what the transport raises."""
    to = edition.scheduled_by.email if edition.scheduled_by else ""
    if edition.state != EditionState.HELD or not to:
        return False
    publisher = host().publisher()
    with override(settings.LANGUAGE_CODE):
        Message(
            subject=_("Held back: %(edition)s") % {"edition": edition},
            body=_text(edition),
            from_email=formataddr((publisher.name, publisher.contact or f"newsroom@{host_name()}")),
            to=[to],
            headers={"Auto-Submitted": "auto-generated"},  # RFC 3834: no vacation replies, please
        ).send()
    return True


def _text(edition: Edition) -> str:
    why = "\n".join(f"- {problem['message']}" for problem in edition.problems)
    page = absolute(reverse("admin:briefings_edition_change", args=[edition.pk]))
    return _(
        "“%(subject)s” was due and has not been sent:\n\n%(why)s\n\nMend it and send it again:\n%(page)s\n"
    ) % {"subject": edition.subject, "why": why, "page": page}
