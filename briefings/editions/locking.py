"""Rights and locks that the verbs of editions share."""

from __future__ import annotations

from django.utils.translation import gettext as _

from briefings.editions.errors import NotAllowed, NotPossible
from briefings.models import Edition, EditionState, Reach

SEND = "briefings.send_edition"
MAIL = "subscriptions.send_to_mailinglist"


def may_send(user, *, mailed: bool) -> bool:
    """Whether `user` may send editions; to a list only with the right to that, too."""
    return user.has_perm(SEND) and (not mailed or user.has_perm(MAIL))


def require(by, *, mailed: bool, edition: Edition) -> None:
    """Let the system (None) and users with the rights pass; raise NotAllowed for others, and for those whose desks do
    not cover the series of `edition`."""
    reach = Reach.of(by)
    beyond = reach is not None and edition.series_id not in reach.series
    if by is not None and (beyond or not may_send(by, mailed=mailed)):
        raise NotAllowed(_("You do not have the right to do this."))


def lock(edition: Edition) -> Edition:
    """The row as it is now, locked until the transaction ends; with its series and the list of that."""
    rows = Edition.objects.select_for_update(of=("self",))
    return rows.select_related("series__mailing_list", "mailing_list", "mailing").get(pk=edition.pk)


def refuse_unless_open(row: Edition) -> None:
    """Raise NotPossible for what was sent or is scheduled."""
    if row.state == EditionState.SENT:
        raise NotPossible(_("This edition has been sent already."))
    if row.state == EditionState.SCHEDULED:
        raise NotPossible(_("This edition is scheduled. Cancel that first."))
