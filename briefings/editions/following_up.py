"""The same edition once more, to those who joined the list since."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from briefings.editions.errors import NotPossible
from briefings.editions.locking import lock, require
from briefings.editions.sending import frozen_once
from briefings.models import Edition
from subscriptions.models import Mailing, MailingKind
from subscriptions.sending.freezing import audience, words_of


def next_round(edition: Edition) -> int:
    """The number that the next round of a mailed edition has."""
    return edition.mailing.follow_ups.filter(kind=MailingKind.LATER).count() + 1


def joined_since(edition: Edition) -> int:
    """How many a further round would go to now."""
    first = edition.mailing
    return audience(first.mailing_list, MailingKind.LATER, first).count()


def send_later(edition: Edition, *, number: int, by=None) -> Mailing:
    """Send the very messages of the first mailing to those for whom nothing of it was prepared.

    `number` is the one that `next_round` told: pressing twice sends once. Raises NotAllowed, NotPossible.
    """
    require(by, mailed=True, edition=edition)
    with transaction.atomic():
        row = lock(edition)
        if row.mailing is None:
            raise NotPossible(_("Only what was mailed can be sent to those who joined since."))
        if number != next_round(row):
            raise NotPossible(_("This has been sent already."))
        return frozen_once(
            mailing_list=row.mailing.mailing_list,
            key=f"edition-{row.pk}-later-{number}",
            words=words_of(row.mailing),
            url=row.mailing.url,
            by=by,
            kind=MailingKind.LATER,
            first=row.mailing,
        )
