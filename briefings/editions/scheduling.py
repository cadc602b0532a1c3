"""Schedule: what was approved goes out at its time, unless a look at it then finds that something is wrong.

draft, held ──schedule──▶ scheduled ──at its time──▶ sent
               ◀──cancel──────┘└──something is wrong──▶ held
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from briefings.editions import rendering
from briefings.editions.content import EditionContent
from briefings.editions.errors import NotPossible, NotReady
from briefings.editions.locking import lock, refuse_unless_open, require
from briefings.editions.preflight import Look, Problem
from briefings.editions.preparing import approve, kept, prepare
from briefings.editions.sending import go_out
from briefings.models import Edition, EditionState
from subscriptions.models import Happened
from subscriptions.sending import log as mailing_log

log = logging.getLogger(__name__)
LATE = timedelta(minutes=10)  # after its time: it is looked each minute
_PLAN = ("state", "frozen", "mailing_list", "scheduled_for", "scheduled_by", "problems", "waivers")


def schedule(
    edition: Edition,
    *,
    at: datetime,
    site,
    by=None,
    mailed: bool = True,
    waived: Mapping[str, str] | None = None,
    seen: str = "",
    now: datetime | None = None,
) -> None:
    """Have `edition`, as it is now, go out at `at`. The other values are those of `sending.send`, and so is what is
    raised; NotPossible also for a moment that is past."""
    require(by, mailed=mailed, edition=edition)
    now = now or timezone.now()
    if at <= now:
        raise NotPossible(_("This moment is past."))
    with transaction.atomic():
        row = lock(edition)
        refuse_unless_open(row)
        row.scheduled_for = at  # which the checks look at
        prepared = prepare(row, site, mailed=mailed)
        approve(row, prepared, by=by, waived=waived or {}, seen=seen, now=now)
        row.state, row.frozen, row.problems = EditionState.SCHEDULED, prepared.content.to_json(), []
        row.mailing_list, row.scheduled_for, row.scheduled_by = prepared.mailing_list, at, by
        _save(row, edition)


def move(edition: Edition, *, at: datetime, by=None, now: datetime | None = None) -> None:
    """Put off, or bring forward, what is scheduled; it stays as it was approved. Raises NotAllowed, NotPossible for a
    moment that is past and for what is not scheduled, NotReady for an embargo that still holds then."""
    if at <= (now or timezone.now()):
        raise NotPossible(_("This moment is past."))
    with transaction.atomic():
        row = lock(edition)
        require(by, mailed=row.mailing_list is not None, edition=row)
        if row.state != EditionState.SCHEDULED:
            raise NotPossible(_("This edition is not scheduled."))
        row.scheduled_for, row.scheduled_by = at, by or row.scheduled_by
        if held := rendering.embargoes(row, EditionContent.from_json(row.frozen)):
            raise NotReady(held)
        _save(row, edition)


def cancel(edition: Edition, *, by=None) -> None:
    """Call a scheduled edition off: it is a draft again. Raises NotAllowed, and NotPossible once it has gone out."""
    with transaction.atomic():
        row = lock(edition)
        require(by, mailed=row.mailing_list is not None, edition=row)
        if row.state == EditionState.SENT:
            raise NotPossible(_("It has gone out already."))
        if row.state != EditionState.SCHEDULED:
            raise NotPossible(_("This edition is not scheduled."))
        row.state, row.frozen, row.mailing_list = EditionState.DRAFT, None, None
        row.scheduled_for = row.scheduled_by = None
        _save(row, edition)


def send_due(site, *, tell: Callable[[Edition], None], now: datetime | None = None) -> int:
    """Send what is due, late rather than never; how many editions went out.

    One that would show something readers may no longer see is held back. `tell` is called in that transaction, to
    queue word for who scheduled it. Any number of processes may do this at a time.
    """
    now = now or timezone.now()
    due = Edition.objects.filter(state=EditionState.SCHEDULED, scheduled_for__lte=now)
    sent = 0
    for pk in due.order_by("scheduled_for", "pk").values_list("pk", flat=True):
        try:
            sent += _send(pk, site, tell, now)
        except Exception:  # of this one; the others are due all the same, and it is tried again
            log.exception("Edition %s is due and could not be sent", pk)
    return sent


@transaction.atomic
def _send(pk: int, site, tell: Callable[[Edition], None], now: datetime) -> bool:
    """Whether it went out: not if it was called off or taken by another process meanwhile, or is held back."""
    rows = Edition.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.filter(pk=pk, state=EditionState.SCHEDULED, scheduled_for__lte=now).first()
    if row is None:
        return False
    content = EditionContent.from_json(row.frozen)
    found = rendering.problems(Look(row, content, site), mailed=row.mailing_list is not None)
    errors = [problem for problem in found if rendering.is_error(problem)]
    if not errors:
        try:
            go_out(row, content, site, by=row.scheduled_by, now=now)
            _note_if_late(row, now)
        except NotPossible as error:
            errors = [Problem("error", "not-possible", str(error), "")]
    if errors:
        row.state, row.frozen, row.problems = EditionState.HELD, None, kept(errors)
        row.save(update_fields=["state", "frozen", "problems", "changed_at"])
        tell(row)
    return not errors


def _note_if_late(row: Edition, now: datetime) -> None:
    """No worker ran at its time: that stands in the log of the mailing, and who scheduled it is told."""
    if row.mailing and now - row.scheduled_for > LATE:
        with override(settings.LANGUAGE_CODE):
            due = date_format(timezone.localtime(row.scheduled_for), "DATETIME_FORMAT")
            said = _("It was due on %(when)s (%(zone)s).")
            words = said % {"when": due, "zone": timezone.get_default_timezone_name()}
        mailing_log.note(row.mailing.pk, Happened.LATE, words=words, tell=True)


def _save(row: Edition, edition: Edition) -> None:
    row.save(update_fields=[*_PLAN, "changed_at"])
    for name in _PLAN:
        setattr(edition, name, getattr(row, name))
