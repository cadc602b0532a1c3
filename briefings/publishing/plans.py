"""What is scheduled gives way to decisions made meanwhile. For the publishing verbs, who hold the briefing's lock."""

from __future__ import annotations

from django.db.models import QuerySet

from briefings.models import Activity, Briefing, Deed, Plan, PlanState, PlanVerb, Version


def overtake(briefing: Briefing, version: Version, *, by=None) -> None:
    """`version` is public now: to publish the same or an earlier one later would take back what readers have."""
    older = briefing.plans.unfinished().filter(verb=PlanVerb.PUBLISH, version__number__lte=version.number)
    call_off(older, by=by)


def call_off(plans: QuerySet[Plan], *, by=None) -> int:
    """Cancel these and log it; how many they were."""
    found = list(plans.select_related("briefing"))
    for plan in found:
        plan.state = PlanState.CANCELLED
        plan.save(update_fields=["state"])
        Activity.note(plan.briefing, Deed.CALLED_OFF, by=by, words=plan.get_verb_display())
    return len(found)
