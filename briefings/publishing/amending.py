"""Who was told something by mail is told, too, that it was wrong: a line for the next edition."""

from __future__ import annotations

from datetime import datetime

from briefings.models import (
    Amendment,
    Briefing,
    Correction,
    Edition,
    EditionItem,
    EditionState,
)

_STILL_COMPOSED = (EditionState.DRAFT, EditionState.HELD)


def owe(briefing: Briefing, note: str, *, at: datetime, correction: Correction | None = None) -> None:
    """Queue `note` for the next edition of every series that has sent `briefing` out before `at`.

    It goes into the edition that is being composed and comes soonest; where there is none it waits for one to be begun
    (`editions.amendments.take`). In the caller’s transaction; an edition that is being frozen at this moment is waited for.
    """
    sent = EditionItem.objects.filter(briefing=briefing, edition__sent_at__lt=at)
    for series in sent.order_by().values_list("edition__series", flat=True).distinct():
        soonest = Edition.objects.filter(series=series, state__in=_STILL_COMPOSED).order_by("date", "number")
        Amendment.objects.create(
            series_id=series,
            briefing=briefing,
            correction=correction,
            edition=soonest.select_for_update().first(),
            note=note[:1000],
            made_at=at,
        )
