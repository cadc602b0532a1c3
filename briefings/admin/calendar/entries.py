"""What stands in the calendar: publications, what will become public or cease to be, editions, due dates.

A query a kind, each bounded, and only what the user may see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from briefings import moments
from briefings.admin.calendar.spans import Span
from briefings.editions.locking import may_send
from briefings.models import Edition, EditionState, Plan, PlanState, Publication, Reach, Review
from briefings.publishing import rights

_MOST = 400  # of a kind on a page
PLAN, DUE, EDITION = "plan", "due", "edition"


@dataclass(frozen=True)
class Entry:
    """`moves` names what is moved (with `pk`), "" for what cannot be; `at` is None for what has only a day."""

    day: date
    at: datetime | None
    title: str
    kind: str
    state: str
    url: str
    pk: int = 0
    moves: str = ""


def entries(span: Span, user) -> dict[date, list[Entry]]:
    """The entries by day, in the order of the clock; what has only a day comes first."""
    found: dict[date, list[Entry]] = defaultdict(list)
    for make in (_plans, _published, _editions, _due):
        for entry in make(span, user):
            found[entry.day].append(entry)
    for rows in found.values():
        rows.sort(key=lambda entry: (entry.at is not None, entry.at or 0, entry.title))
    return found


def _plans(span: Span, user) -> Iterator[Entry]:
    if not user.has_perm("briefings.view_briefing"):
        return
    rows = Plan.objects.unfinished().filter(at__range=span.moments).select_related("briefing__review")
    for plan in rows[:_MOST]:
        if not rights.may_see(user, plan.briefing):
            continue
        movable = plan.state == PlanState.WAITING and rights.may_decide(
            user, "publish_briefing", plan.briefing
        )
        yield Entry(
            day=moments.day(plan.at),
            at=moments.local(plan.at),
            title=plan.briefing.title,
            kind=plan.get_verb_display(),
            state=plan.state,
            url=_form("briefing", plan.briefing_id),
            pk=plan.pk,
            moves=PLAN if movable else "",
        )


def _published(span: Span, user) -> Iterator[Entry]:
    if not user.has_perm("briefings.view_briefing"):
        return
    rows = Publication.objects.filter(published_at__range=span.moments, retracted=False)
    for row in rows.order_by("-published_at").values_list("pk", "title", "published_at")[:_MOST]:
        pk, title, at = row
        local = moments.local(at)
        yield Entry(local.date(), local, title, _("published"), "published", _form("briefing", pk))


def _editions(span: Span, user) -> Iterator[Entry]:
    if not user.has_perm("briefings.view_edition"):
        return
    reach = Reach.of(user)
    own = {} if reach is None else {"series__in": reach.series}
    rows = Edition.objects.filter(date__range=(span.first, span.last)) | Edition.objects.filter(
        state=EditionState.SCHEDULED, scheduled_for__range=span.moments
    )
    for edition in (
        rows.filter(**own).select_related("series").defer("frozen", "intro", "problems", "waivers")[:_MOST]
    ):
        scheduled = edition.state == EditionState.SCHEDULED
        at = moments.local(edition.scheduled_for) if scheduled else None
        movable = scheduled and may_send(user, mailed=edition.mailing_list_id is not None)
        yield Entry(
            day=at.date() if at else edition.date,
            at=at,
            title=edition.subject or str(edition),
            kind=_("edition, %(state)s") % {"state": edition.get_state_display()},
            state=edition.state,
            url=_form("edition", edition.pk),
            pk=edition.pk,
            moves=EDITION if movable else "",
        )


def _due(span: Span, user) -> Iterator[Entry]:
    if not user.has_perm("briefings.view_briefing"):
        return
    may_change = user.has_perm("briefings.change_briefing")
    rows = Review.objects.filter(due__range=(span.first, span.last), briefing__binned_at=None)
    for review in rows.select_related("briefing", "assignee")[:_MOST]:
        if rights.may_see(user, review.briefing):
            yield Entry(
                day=review.due,
                at=None,
                title=review.briefing.title,
                kind=_("due"),
                state=review.state,
                url=_form("briefing", review.pk),
                pk=review.pk,
                moves=DUE if may_change else "",
            )


def _form(model: str, pk: int) -> str:
    return reverse(f"admin:briefings_{model}_change", args=[pk])
