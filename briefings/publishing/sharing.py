"""Share a draft with somebody without an account, by a link that ends and can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from briefings.models import Activity, Briefing, Deed, Share, ShareView
from briefings.publishing.errors import NotPossible
from briefings.publishing.later import tell
from briefings.publishing.rights import require, require_sight

LONGEST = timedelta(days=90)


def share(
    briefing: Briefing,
    *,
    guest: str,
    until: datetime,
    may_comment: bool = False,
    may_agree: bool = False,
    by=None,
) -> tuple[Share, str]:
    """Make a link for `guest`; the share, and the token that is shown once and kept nowhere. Raises NotAllowed, and
    NotPossible for an end that is past or too far away."""
    require(by, "share_briefing", briefing)
    if not timezone.now() < until <= timezone.now() + LONGEST:
        raise NotPossible(_("A link ends within %(days)d days.") % {"days": LONGEST.days})
    if briefing.binned_at:
        raise NotPossible(_("This briefing lies in the bin: restore it first."))
    token = token_urlsafe(32)
    with transaction.atomic():
        made = Share.objects.create(
            briefing=briefing,
            digest=_digest(token),
            guest=guest,
            may_comment=may_comment,
            may_agree=may_agree,
            expires_at=until,
            created_by=by,
        )
        Activity.note(briefing, Deed.SHARED, by=by, words=guest)
    return made, token


def revoke(shared: Share, *, by=None) -> None:
    """The link no longer opens anything. Without effect on one that was taken back already."""
    require_sight(by, "share_briefing", shared.briefing)
    with transaction.atomic():
        if Share.objects.filter(pk=shared.pk, revoked_at=None).update(revoked_at=timezone.now()):
            Activity.note(shared.briefing, Deed.SHARE_REVOKED, by=by, words=shared.guest)


def opened_by(token: str) -> Share | None:
    """The share that `token` opens now; None for one that has ended, was taken back or never was."""
    found = Share.objects.filter(digest=_digest(token)).select_related(
        "created_by",
        *(f"briefing__{name}" for name in ("format", "channel", "series", "image", "latest_version")),
    )
    one = found.first()
    return one if one and one.is_open and not one.briefing.binned_at else None


def count_view(shared: Share, version: int) -> None:
    """Note that the page was opened: a row a minute, however often."""
    minute = timezone.now().replace(second=0, microsecond=0)
    known = {"share": shared, "minute": minute, "version": version}
    if not ShareView.objects.filter(**known).update(times=F("times") + 1):
        ShareView.objects.bulk_create([ShareView(**known)], ignore_conflicts=True)


def agree(shared: Share, *, who: str, version: int) -> None:
    """A guest says that `version` may go out as far as they are concerned; the editors decide. Recorded once a version.
    Raises NotPossible for one that is no longer the latest."""
    with transaction.atomic():
        row = Briefing.objects.select_for_update().select_related(None).get(pk=shared.briefing_id)
        latest = row.latest_version
        if latest is None or latest.number != version:
            raise NotPossible(_("The text has changed since you read it. Read it again, please."))
        said = Activity.objects.filter(briefing=row, what=Deed.AGREED, version=version, who=who)
        if not said.exists():
            Activity.note(row, Deed.AGREED, who=who, version=version)
            tell("guest_answered", share=shared.pk, who=who, text="")


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
