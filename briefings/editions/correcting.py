"""A note on a mistake in an edition: mailed to those who had it, and shown on its page."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from briefings import findable_beside
from briefings.editions.content import EditionContent
from briefings.editions.drafting import closing_in
from briefings.editions.errors import NotPossible
from briefings.editions.locking import lock, require
from briefings.editions.sending import mail_out
from briefings.mentions import Mentions
from briefings.models import Edition, EditionState, SentCorrection, SentEdition
from briefings.sanitizing import clean
from search import indexing
from subscriptions.models import MailingKind


def next_number(edition: Edition) -> int:
    """The number that the next correction of a sent edition has."""
    return SentCorrection.objects.filter(edition=edition.pk).count() + 1


def usual_subject(edition: Edition) -> str:
    """“Correction: …”, in the language of the edition."""
    with override(edition.language):
        return _("Correction: %(subject)s") % {"subject": edition.subject}


def correct(
    edition: Edition, *, subject: str, note: str, number: int, site, by=None, now: datetime | None = None
) -> SentCorrection:
    """Send `note` (HTML) to everybody whom the edition reached, and show it on the edition's page.

    `number` is the one that `next_number` told: pressing twice sends once. An edition that was not mailed has the note
    on its page only. Raises NotAllowed, NotPossible.
    """
    now, note = now or timezone.now(), str(clean(note))
    note = Mentions.of_texts([note]).shown(note)
    with transaction.atomic():
        row = lock(edition)
        require(by, mailed=row.mailing is not None, edition=row)
        if row.state != EditionState.SENT:
            raise NotPossible(_("Only what was sent can be corrected."))
        if not subject.strip() or not note:
            raise NotPossible(_("A correction needs a subject and a note."))
        if number != next_number(row):
            raise NotPossible(_("This correction has been sent already."))
        if row.mailing:
            mail_out(
                row,
                content_of(row.as_sent, subject.strip(), note, site),
                site,
                mailing_list=row.mailing.mailing_list,
                key=f"edition-{row.pk}-correction-{number}",
                by=by,
                kind=MailingKind.CORRECTION,
                first=row.mailing,
            )
        made = SentCorrection.objects.create(
            edition=row.as_sent, number=number, subject=subject.strip(), note=note, sent_at=now
        )
        indexing.renew(findable_beside.EDITION, [row.pk])
    return made


def content_of(sent: SentEdition, subject: str, note: str, site) -> EditionContent:
    """What the mail says: the note, and where the edition can be read."""
    was = EditionContent.from_json(sent.content)
    with override(was.language):
        where = format_html(
            '<p>{} <a href="{}">{}</a></p>', _("The edition:"), sent.get_absolute_url(), sent.subject
        )
    return EditionContent(
        series=was.series,
        number=was.number,
        date=was.date,
        language=was.language,
        subject=subject,
        intro=str(clean(f"{note}{where}")),
        closing=closing_in(site, was.language),
    )
