"""Another day for what stands in the calendar; the hour, in the site's zone, stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone

from briefings import moments, publishing
from briefings.admin.calendar.entries import DUE, EDITION, PLAN
from briefings.editions import scheduling
from briefings.models import Edition, Plan, Review


def on(day: date, at: datetime) -> datetime:
    """The hour of `at` on `day`. An hour that the change of the clocks skips becomes the one after it."""
    local = datetime.combine(day, moments.local(at).time(), timezone.get_default_timezone())
    return local.astimezone(UTC)


def move(what: str, pk: int, day: date, *, by) -> None:
    """Move it. Raises what the verbs raise, and Http404 for what is not there."""
    MOVES[what](pk, day, by)


def _plan(pk: int, day: date, by) -> None:
    plan = get_object_or_404(Plan.objects.select_related("briefing"), pk=pk)
    publishing.move(plan, at=on(day, plan.at), by=by)


def _due(pk: int, day: date, by) -> None:
    review = get_object_or_404(Review.objects.select_related("briefing"), pk=pk)
    publishing.set_due(review.briefing, day, by=by)


def _edition(pk: int, day: date, by) -> None:
    edition = get_object_or_404(Edition, pk=pk)
    if edition.scheduled_for is None:
        raise PermissionDenied
    scheduling.move(edition, at=on(day, edition.scheduled_for), by=by)


MOVES: dict[str, Callable[[int, date, object], None]] = {PLAN: _plan, DUE: _due, EDITION: _edition}
