"""What an edition says was wrong in earlier ones."""

from __future__ import annotations

from briefings.editions.content import Amended
from briefings.models import Amendment, Edition, Publication


def take(edition: Edition) -> int:
    """Give `edition`, which has just been begun, everything that waits for an edition of its series; how many."""
    return Amendment.objects.filter(series=edition.series_id, edition=None).update(edition=edition)


def of(edition: Edition) -> tuple[Amended, ...]:
    """What `edition` tells of, oldest first. Pieces that readers cannot see any more have no address. Two queries."""
    rows = list(edition.amendments.select_related("briefing"))
    public = Publication.objects.only("pk", "year", "slug", "title").in_bulk(
        [row.briefing_id for row in rows]
    )
    return tuple(
        Amended(
            title=row.briefing.title if row.briefing_id not in public else public[row.briefing_id].title,
            url=public[row.briefing_id].get_absolute_url() if row.briefing_id in public else "",
            language=row.briefing.language,
            note=row.note.strip(),
            retracted=row.correction_id is None,
        )
        for row in rows
    )
