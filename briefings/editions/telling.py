"""A word by mail to who scheduled an edition that was held back."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from briefings import word
from briefings.models import Edition, EditionState
from subscriptions.host import absolute


def tell_held(edition: Edition) -> bool:
    """Mail who scheduled it why it was held back, in the site's language; whether there was somebody to tell. Without
    effect once it is no longer held back. Raises what the transport raises."""
    to = edition.scheduled_by.email if edition.scheduled_by else ""
    if edition.state != EditionState.HELD or not to:
        return False
    with override(settings.LANGUAGE_CODE):
        word.send(to, _("Held back: %(edition)s") % {"edition": edition}, _text(edition))
    return True


def _text(edition: Edition) -> str:
    why = "\n".join(f"- {problem['message']}" for problem in edition.problems)
    page = absolute(reverse("admin:briefings_edition_change", args=[edition.pk]))
    return _(
        "“%(subject)s” was due and has not been sent:\n\n%(why)s\n\nMend it and send it again:\n%(page)s\n"
    ) % {"subject": edition.subject, "why": why, "page": page}
