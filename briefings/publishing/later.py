"""Word to colleagues, by jobs: queued in the transaction of the verb, they leave only if it holds."""

from __future__ import annotations

from procrastinate.contrib.django import app


def tell(what: str, **about) -> None:
    """Queue the job `briefings.tell_<what>` (`briefings.tasks` has them, above the verbs, hence the name)."""
    app.configure_task(f"briefings.tell_{what}").defer(**about)
