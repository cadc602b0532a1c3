"""The sample's editions, composed and sent by the verbs that editors use; nothing is mailed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from briefings.editions.sending import send as send_out
from briefings.models import Edition, EditionCredit, EditionItem
from newsroom.models import SiteRecord

if TYPE_CHECKING:
    from newsroom.sample.load import Loader


def compose(loader: Loader, facts: dict) -> Edition:
    """A draft with its items, and the usual credits of its series."""
    series = loader.series[facts["series"]]
    plain = ("number", "date", "subject", "preheader", "intro")
    edition = Edition.objects.create(
        series=series, language="en", **{name: facts[name] for name in plain if name in facts}
    )
    for position, item in enumerate(facts["items"]):
        EditionItem.objects.create(
            edition=edition,
            briefing=loader.briefings[item["piece"]],
            shown=item["shown"],
            note=item.get("note", ""),
            position=position,
        )
    for credit in series.default_credits.all():
        EditionCredit.objects.create(
            edition=edition,
            role=credit.role,
            person=credit.person,
            organisation=credit.organisation,
            series=credit.series,
            position=credit.position,
        )
    return edition


def send(loader: Loader, facts: dict) -> None:
    """Put an edition on the site as it was on its day."""
    send_out(
        compose(loader, facts),
        site=SiteRecord.current(),
        mailed=False,
        now=datetime.fromisoformat(facts["sent"]),
    )
