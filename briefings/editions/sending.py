"""Send: an edition becomes a mailing with a delivery for everybody on the list, and a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from briefings import findable_beside
from briefings.editions import rendering
from briefings.editions.content import EditionContent
from briefings.editions.errors import NotPossible
from briefings.editions.locking import lock, refuse_unless_open, require
from briefings.editions.preparing import approve, prepare
from briefings.models import Edition, EditionState, SentEdition
from search import indexing
from subscriptions.models import Mailing
from subscriptions.sending import freezing

_OUTCOME = ("state", "frozen", "mailing_list", "mailing", "sent_at", "problems", "waivers")


def send(
    edition: Edition,
    *,
    site,
    by=None,
    mailed: bool = True,
    waived: Mapping[str, str] | None = None,
    seen: str = "",
    now: datetime | None = None,
) -> SentEdition:
    """Send `edition` to the list of its series; with `mailed` False it appears on the site only.

    `site` is the site's record; `waived` and `seen` are as in `preparing.approve`. The mailing is there with a delivery
    for everybody, or nothing has happened. Raises NotAllowed, NotReady, NotPossible.
    """
    require(by, mailed=mailed, edition=edition)
    now = now or timezone.now()
    with transaction.atomic():
        row = lock(edition)
        refuse_unless_open(row)
        prepared = prepare(row, site, mailed=mailed)
        approve(row, prepared, by=by, waived=waived or {}, seen=seen, now=now)
        row.mailing_list = prepared.mailing_list
        sent = go_out(row, prepared.content, site, by=by, now=now)
    for name in _OUTCOME:
        setattr(edition, name, getattr(row, name))
    return sent


@transaction.atomic
def go_out(row: Edition, content: EditionContent, site, *, by, now: datetime) -> SentEdition:
    """Write mailing and page of a locked edition: `content` to `row.mailing_list`, where it has one. Raises
    NotPossible when nobody would get it."""
    if row.mailing_list:
        row.mailing = mail_out(
            row, content, site, mailing_list=row.mailing_list, key=f"edition-{row.pk}", by=by
        )
    sent = row_of(row, content, now)
    sent.save(force_insert=True)
    row.state, row.frozen, row.sent_at, row.problems = EditionState.SENT, content.to_json(), now, []
    row.save(update_fields=[*_OUTCOME, "changed_at"])
    indexing.renew(findable_beside.EDITION, [row.pk])
    return sent


def row_of(edition: Edition, content: EditionContent, sent_at: datetime) -> SentEdition:
    """The public row of `content`, unsaved. A preview is this row of what the draft says."""
    return SentEdition(
        edition=edition,
        series=edition.series,
        number=content.number,
        date=edition.date,
        language=content.language,
        subject=content.subject,
        content=content.to_json(),
        sent_at=sent_at,
    )


def mail_out(row: Edition, content: EditionContent, site, *, mailing_list, key: str, by, **kind) -> Mailing:
    """Freeze the mail of `content`; `kind` goes to `freezing.freeze`. Raises NotPossible."""
    page = row.get_absolute_url()
    said = rendering.words(content, site, page, mailing_list)
    return frozen_once(mailing_list=mailing_list, key=key, words=said, url=page, by=by, **kind)


def frozen_once(**mailing) -> Mailing:
    """`freezing.freeze`, its refusals in an editor's words."""
    try:
        return freezing.freeze(**mailing)
    except freezing.AlreadySent as error:
        raise NotPossible(_("This has been sent already.")) from error
    except freezing.Nobody as error:
        raise NotPossible(_("There is nobody to send it to.")) from error
