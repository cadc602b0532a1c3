"""Who may do what to which briefing: permissions say what, desks say which."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _

from briefings.models import Briefing, Reach
from briefings.publishing.errors import NotAllowed


def require(by, permission: str, briefing: Briefing | None = None) -> None:
    """Let the system (None) and users with `briefings.<permission>` pass; raise NotAllowed for others, and for those
    whose desks do not cover `briefing`."""
    if by is None:
        return
    reach = Reach.of(by)
    if not by.has_perm(f"briefings.{permission}") or (reach and briefing and not reach.covers(briefing)):
        raise NotAllowed(_("You do not have the right to do this."))


def require_sight(by, permission: str, briefing: Briefing) -> None:
    """As `require`, for what may also be done to a piece that one began oneself or was assigned."""
    if by is not None and not (by.has_perm(f"briefings.{permission}") and may_see(by, briefing)):
        raise NotAllowed(_("You do not have the right to do this."))


def may_decide(user, permission: str, briefing: Briefing) -> bool:
    """Whether `require` lets them pass."""
    reach = Reach.of(user)
    return user.has_perm(f"briefings.{permission}") and (reach is None or reach.covers(briefing))


def may_see(user, briefing: Briefing) -> bool:
    """Whether the working copy is theirs to read and to write, as far as their permissions go."""
    reach = Reach.of(user)
    if reach is None or reach.covers(briefing) or briefing.created_by_id == user.pk:
        return True
    review = getattr(briefing, "review", None)
    return review is not None and review.assignee_id == user.pk


def seen_by(user) -> Q:
    """The briefings for which `may_see` is true, for a queryset."""
    reach = Reach.of(user)
    return Q() if reach is None else reach.query() | Q(created_by=user) | Q(review__assignee=user)


def colleagues():
    """Everybody who works in the back office, by name."""
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    return people.order_by("first_name", "last_name", "username")
