"""What has gone wrong and nobody has seen to: an alarm, shown only while there is something to see to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateJob

from briefings.models import EditionState, PlanState
from newsroom import health
from newsroom.dashboard.cards import SHOWN, Card, Line, ago
from newsroom.dashboard.look import Look
from subscriptions.models import Delivery, DeliveryState, Mailing, MailingState

_OVERDUE = timedelta(minutes=3)  # the job looks every minute
_COUNTED = 100


def card(look: Look) -> Card | None:
    lines = [*_plans(look), *_editions(look), *_mailings(look), *_jobs(look)]
    if not lines:
        return None
    return Card(key="trouble", title=_("Needs attention"), lines=lines, alarming=True)


def _plans(look: Look) -> Iterator[Line]:
    if not look.may("briefings.publish_briefing"):
        return
    for plan in look.plans:
        held = plan.state == PlanState.HELD
        if not held and plan.at > timezone.now() - _OVERDUE:
            continue
        since = _("overdue since %(when)s") % {"when": ago(plan.at)}
        yield Line(
            text=plan.briefing.title,
            url=reverse("admin:briefings_briefing_plan", args=[plan.briefing_id]),
            note=_("held back at its time") if held else since,
            state="held",
        )


def _editions(look: Look) -> Iterator[Line]:
    if not look.may("briefings.change_edition"):
        return
    late = timezone.now() - _OVERDUE
    for edition in look.open_editions:
        held = edition.state == EditionState.HELD
        if not held and not (edition.state == EditionState.SCHEDULED and edition.scheduled_for < late):
            continue
        late_since = _("overdue since %(when)s")
        note = _("held back at its time") if held else late_since % {"when": ago(edition.scheduled_for)}
        yield Line(
            text=edition.subject or str(edition),
            url=reverse("admin:briefings_edition_change", args=[edition.pk]),
            note=note,
            state="held",
        )


def _mailings(look: Look) -> Iterator[Line]:
    if not look.may("subscriptions.view_mailing"):
        return
    # Only a mailing that is open can hold what is in doubt.
    unfinished = Mailing.objects.filter(state__in=(MailingState.RUNNING, MailingState.PAUSED))
    doubtful = Delivery.objects.filter(mailing=OuterRef("pk"), state=DeliveryState.UNCERTAIN).order_by()
    in_doubt = Subquery(doubtful.values("mailing").annotate(number=Count("pk")).values("number"))
    for mailing in unfinished.annotate(in_doubt=in_doubt).order_by("-pk")[:SHOWN]:
        url = reverse("admin:subscriptions_mailing_change", args=[mailing.pk])
        if mailing.problem:
            yield Line(
                mailing.subject, url, _("paused: %(words)s") % {"words": mailing.problem[:120]}, "held"
            )
        if number := mailing.in_doubt:
            note = ngettext("%(n)d message in doubt", "%(n)d messages in doubt", number) % {"n": number}
            yield Line(mailing.subject, url, note, "held")


def _jobs(look: Look) -> Iterator[Line]:
    """Jobs say nothing to editors: who looks after the site sees them."""
    if not look.may("auth.change_user"):
        return
    failed = (
        ProcrastinateJob.objects.filter(status="failed").order_by("-id").values_list("task_name", flat=True)
    )
    names = list(failed[:_COUNTED])
    if names:
        said = ngettext("%(n)d background job failed", "%(n)d background jobs failed", len(names)) % {
            "n": len(names)
        }
        url = (
            reverse("admin:newsroom_job_changelist") + "?status=failed"
            if look.may("newsroom.view_job")
            else ""
        )
        yield Line(said, url, ", ".join(sorted(set(names))[:4]), "held")
    if health.worker():
        yield Line(_("No worker is running: nothing scheduled will go out."), state="held")
