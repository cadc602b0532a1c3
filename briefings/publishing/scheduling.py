"""Publish and withdraw at a moment to come: late rather than never, and never twice.

waiting ──at its time──▶ done
   │  └──something is in the way──▶ held, with word to who scheduled it
   └──cancel, or a decision that overtakes it──▶ cancelled
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from briefings import drafting, moments
from briefings.models import Briefing, Deed, Plan, PlanState, PlanVerb, State, Version
from briefings.models.activity import Activity
from briefings.publishing.errors import NotPossible, NotReady
from briefings.publishing.later import tell
from briefings.publishing.locking import lock
from briefings.publishing.plans import call_off
from briefings.publishing.publish import publish, refuse_unless_ready
from briefings.publishing.review import approved
from briefings.publishing.rights import require
from briefings.publishing.unpublish import unpublish

log = logging.getLogger(__name__)
LATE = timedelta(minutes=5)  # after which whoever scheduled it is told that it was late


def schedule(
    briefing: Briefing, *, at: datetime, by=None, version: Version | None = None, now: datetime | None = None
) -> Plan:
    """Have `version` (by default what was approved, else what the draft says now) published at `at`, in place of what was
    scheduled before. Raises NotAllowed, NotReady with what would keep it from being published then, and NotPossible for
    a moment that is past."""
    require(by, "publish_briefing", briefing)
    now = now or timezone.now()
    _refuse_past(at, now)
    with transaction.atomic():
        version = version or approved(briefing) or drafting.freeze(briefing, by=by, now=now)
        row = lock([briefing])[briefing.pk]
        if version.briefing_id != row.pk or row.binned_at:
            raise NotPossible(_("This briefing lies in the bin: restore it first."))
        refuse_unless_ready(row, version, at, by=by)
        return _wait(row, PlanVerb.PUBLISH, at, by, now, version)


def schedule_withdrawal(briefing: Briefing, *, at: datetime, by=None, now: datetime | None = None) -> Plan:
    """Have `briefing` withdrawn at `at`. Raises NotAllowed, and NotPossible for what is not public and will not be."""
    require(by, "publish_briefing", briefing)
    now = now or timezone.now()
    _refuse_past(at, now)
    with transaction.atomic():
        row = lock([briefing])[briefing.pk]
        before = row.plans.waiting().filter(verb=PlanVerb.PUBLISH, at__lt=at)
        if row.state not in (State.PUBLISHED, State.RETRACTED) and not before.exists():
            raise NotPossible(_("It is not public, and nothing is scheduled that would make it so before."))
        return _wait(row, PlanVerb.WITHDRAW, at, by, now, None)


def move(plan: Plan, *, at: datetime, by=None, now: datetime | None = None) -> Plan:
    """Put off, or bring forward, what waits. Raises as `schedule` does, and NotPossible for what waits no longer."""
    require(by, "publish_briefing", plan.briefing)
    now = now or timezone.now()
    _refuse_past(at, now)
    with transaction.atomic():
        row = lock([plan.briefing])[plan.briefing_id]
        found = Plan.objects.select_related("version").filter(pk=plan.pk, state=PlanState.WAITING).first()
        if found is None:
            raise NotPossible(_("This is not scheduled any more."))
        if found.verb == PlanVerb.PUBLISH:
            refuse_unless_ready(row, found.version, at, by=by)
        return _wait(row, found.verb, at, by, now, found.version)


def cancel(plan: Plan, *, by=None) -> None:
    """Call off what waits or is held back. Raises NotAllowed, and NotPossible for what was done already."""
    require(by, "publish_briefing", plan.briefing)
    with transaction.atomic():
        lock([plan.briefing])
        if not call_off(Plan.objects.unfinished().filter(pk=plan.pk), by=by):
            raise NotPossible(_("This is not scheduled any more."))


def run_due(now: datetime | None = None) -> int:
    """Do what is due; how much was done. Any number of processes may do this at a time.

    What is in the way of one holds that one back, with word to who scheduled it, and none of the others.
    """
    now = now or timezone.now()
    done = 0
    due = Plan.objects.waiting().filter(at__lte=now).order_by("at", "pk")
    for pk, briefing in due.values_list("pk", "briefing_id"):
        try:
            done += _run(pk, briefing, now)
        except Exception:  # of this one; the others are due all the same, and it is tried again
            log.exception("Plan %s is due and could not be done", pk)
    return done


@transaction.atomic
def _run(pk: int, briefing: int, now: datetime) -> bool:
    """Whether it was done: not if another process has, or if something is in the way."""
    row = lock([Briefing(pk=briefing)])[
        briefing
    ]  # first, as every verb does: two never wait for each other crosswise
    plan = Plan.objects.select_for_update(of=("self",)).select_related("version")
    plan = plan.filter(pk=pk, state=PlanState.WAITING, at__lte=now).first()
    if plan is None:
        return False
    try:
        with transaction.atomic():
            plan.state, plan.done_at = PlanState.DONE, now
            plan.save(
                update_fields=["state", "done_at"]
            )  # before publishing, which overtakes what still waits
            # The right to it was looked at when it was scheduled; who did that may be gone by now.
            if plan.verb == PlanVerb.PUBLISH:
                publish(row, version=plan.version, now=now)
            else:
                unpublish(row, calls_off=False)
    except (NotReady, NotPossible) as error:
        plan.state, plan.done_at, plan.problem = PlanState.HELD, None, str(error)
        plan.save(update_fields=["state", "done_at", "problem"])
        Activity.note(row, Deed.HELD, words=plan.problem)
    if plan.state == PlanState.HELD or now - plan.at > LATE:
        tell("planned", plan=plan.pk)
    return plan.state == PlanState.DONE


def _wait(row: Briefing, verb: str, at: datetime, by, now: datetime, version: Version | None) -> Plan:
    """The one plan of its kind, made or changed; what was held back before is settled by that."""
    row.plans.filter(verb=verb, state=PlanState.HELD).update(state=PlanState.CANCELLED)
    said = {"at": at, "by": by, "version": version, "made_at": now}
    plan, _made = Plan.objects.update_or_create(
        briefing=row, verb=verb, state=PlanState.WAITING, defaults=said
    )
    deed = Deed.SCHEDULED if verb == PlanVerb.PUBLISH else Deed.WITHDRAWAL_SCHEDULED
    words = f"{moments.local(at):%Y-%m-%d %H:%M} {timezone.get_default_timezone_name()}"
    Activity.note(row, deed, by=by, version=version and version.number, words=words, now=now)
    return plan


def _refuse_past(at: datetime, now: datetime) -> None:
    if at <= now:
        raise NotPossible(_("This moment is past."))
