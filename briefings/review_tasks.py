"""The job that does what was scheduled, and those that tell colleagues what happened to a piece; the verbs queue these
by name (`publishing.later`)."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from briefings import publishing, telling

_AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4)  # the eighth after about six hours


@app.task(name="briefings.tell_mentioned", retry=_AGAIN)
def tell_mentioned(mention: int) -> None:
    """Mail a colleague who was named in a comment."""
    telling.mentioned(mention)


@app.task(name="briefings.tell_assigned", retry=_AGAIN)
def tell_assigned(briefing: int, user: int, by: str) -> None:
    """Mail a colleague that a piece waits for them."""
    telling.assigned(briefing, user, by)


@app.task(name="briefings.tell_guest_answered", retry=_AGAIN)
def tell_guest_answered(share: int, who: str, text: str) -> None:
    """Mail who shared a draft what the guest said."""
    telling.guest_answered(share, who, text)


@app.task(name="briefings.tell_planned", retry=_AGAIN)
def tell_planned(plan: int) -> None:
    """Mail who scheduled a piece that it was held back, or late."""
    telling.planned(plan)


@app.periodic(cron="* * * * *")
@app.task(name="briefings.run_due", queueing_lock="briefings.run_due", pass_context=False)
def run_due(timestamp: int) -> None:
    """Every minute: publish and withdraw what is due, what fell due while no worker ran, too."""
    publishing.run_due()
