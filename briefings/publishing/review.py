"""Between writer and editors: hand over, approve a version, ask for changes.

writing, changes ──submit──▶ in review ──approve──▶ approved ──published──▶ writing
                     ◀──request_changes──┘ ◀──a later edit──┘

All of this is about the working copy; what readers see is `Briefing.state`.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from briefings import drafting
from briefings.models import Activity, Briefing, Deed, Review, ReviewState, Version, name_of
from briefings.publishing.commenting import comment
from briefings.publishing.errors import NotPossible
from briefings.publishing.later import tell
from briefings.publishing.locking import lock
from briefings.publishing.rights import require, require_sight, seen_by

_KEPT = object()


def submit(briefing: Briefing, *, by=None, to=_KEPT, note: str = "") -> Review:
    """A writer hands the working copy to the editors, or to one of them (`to`); `note` becomes a comment. Raises
    NotAllowed, and NotPossible for what lies in the bin."""
    require_sight(by, "change_briefing", briefing)
    with transaction.atomic():
        review = _locked(briefing)
        if review.state in (ReviewState.WRITING, ReviewState.CHANGES):
            review.state, review.submitted_by = ReviewState.IN_REVIEW, by
            if to is not _KEPT:
                review.assignee = to
            elif review.assignee == by:
                review.assignee = None  # anybody's turn but theirs
            review.save()
            _log(review, Deed.SUBMITTED, by)
            if note.strip():
                comment(briefing, note, by=by)
            _tell_assignee(review, by)
    return _known(briefing, review)


def approve(
    briefing: Briefing, *, by=None, version: Version | None = None, now: datetime | None = None
) -> Review:
    """Say of `version` (by default what the draft says now) that it may go out. Raises NotAllowed, and NotPossible for
    a version that is no longer the latest: somebody has written on since it was read."""
    require(by, "approve_briefing", briefing)
    now = now or timezone.now()
    with transaction.atomic():
        version = version or drafting.freeze(briefing, by=by, now=now)
        review = _locked(briefing)
        if version.pk != review.briefing.latest_version_id:
            raise NotPossible(_("The text has changed since you read it. Read it again, please."))
        if review.approved_version_id != version.pk:
            review.state, review.approved_version = ReviewState.APPROVED, version
            review.approved_by, review.approved_at, review.assignee = by, now, None
            review.save()
            Activity.note(briefing, Deed.APPROVED, by=by, version=version.number, now=now)
    return _known(briefing, review)


def request_changes(briefing: Briefing, *, by=None, note: str = "") -> Review:
    """An editor hands the working copy back to who submitted it, saying why in a comment. Raises NotAllowed, and
    NotPossible for what is not in review or approved."""
    require(by, "approve_briefing", briefing)
    with transaction.atomic():
        review = _locked(briefing)
        if review.state == ReviewState.CHANGES:
            return _known(briefing, review)
        if review.state not in (ReviewState.IN_REVIEW, ReviewState.APPROVED):
            raise NotPossible(_("It has not been submitted for review."))
        review.take_back()
        review.state = ReviewState.CHANGES
        review.assignee = review.submitted_by or briefing.created_by
        review.save(update_fields=["state", "assignee"])
        _log(review, Deed.CHANGES_REQUESTED, by)
        if note.strip():
            comment(briefing, note, by=by)
        _tell_assignee(review, by)
    return _known(briefing, review)


def assign(briefing: Briefing, to, *, by=None) -> Review:
    """Say whose turn it is: a user, or None for nobody in particular. They are told by mail."""
    require_sight(by, "change_briefing", briefing)
    with transaction.atomic():
        review = _locked(briefing)
        if review.assignee != to:
            review.assignee = to
            review.save(update_fields=["assignee"])
            Activity.note(briefing, Deed.ASSIGNED, by=by, words=name_of(to) if to else "")
            _tell_assignee(review, by)
    return _known(briefing, review)


def set_due(briefing: Briefing, due: date | None, *, by=None) -> Review:
    """Say by which day it is to be finished; None takes the date away."""
    require_sight(by, "change_briefing", briefing)
    with transaction.atomic():
        review = _locked(briefing)
        if review.due != due:
            review.due = due
            review.save(update_fields=["due"])
            Activity.note(briefing, Deed.DUE, by=by, words=due.isoformat() if due else "")
    return _known(briefing, review)


def approved(briefing: Briefing) -> Version | None:
    """The version that was approved and that nobody has written on since."""
    review = Review.objects.filter(briefing=briefing, state=ReviewState.APPROVED)
    found = review.select_related("approved_version", "briefing").first()
    return found.approved_version if found else None


def waiting_for(user) -> Q:
    """The briefings that are assigned to `user`, and for those who may approve what is in review and assigned to nobody.
    A filter of what they may see."""
    mine = Q(review__assignee=user)
    if user.has_perm("briefings.approve_briefing"):
        mine |= Q(review__state=ReviewState.IN_REVIEW, review__assignee=None)
    return mine & seen_by(user)


def conclude(briefing: Briefing, version: Version) -> None:
    """`version` has been published: the review of it is over, that of a later one goes on. For the publishing verbs,
    who hold the lock."""
    review = Review.objects.filter(briefing=briefing).first()
    if review and version.pk in (review.approved_version_id, briefing.latest_version_id):
        review.delete()


def _locked(briefing: Briefing) -> Review:
    """The review of a briefing whose row is locked until the transaction ends."""
    row = lock([briefing])[briefing.pk]
    if row.binned_at:
        raise NotPossible(_("This briefing lies in the bin: restore it first."))
    review, _made = Review.objects.select_related("assignee", "submitted_by").get_or_create(briefing=row)
    review.briefing = row
    return review


def _log(review: Review, what: Deed, by) -> None:
    latest = review.briefing.latest_version
    Activity.note(review.briefing, what, by=by, version=latest and latest.number)


def _tell_assignee(review: Review, by) -> None:
    if review.assignee and review.assignee != by:
        tell("assigned", briefing=review.pk, user=review.assignee.pk, by=name_of(by) if by else "")


def _known(briefing: Briefing, review: Review) -> Review:
    briefing.review = review
    return review
