"""A series with a list, its pieces and its editions, made the way editors make them."""

from __future__ import annotations

from datetime import date

from briefings.models import Choice, Edition, EditionCredit, EditionItem, Series, SeriesCredit
from newsroom.models import SiteRecord
from tests import factories as make
from tests.subscriptions import people


def site(**fields) -> SiteRecord:
    usual = {"name": "Garam Institute", "postal_address": "1 Quay", "contact_email": "desk@example.org"}
    return SiteRecord.objects.create(**{**usual, "newsletter_closing": "<p>Write to us.</p>", **fields})


def weekly(*readers: str, **fields) -> Series:
    """A weekly series; with `readers` it has a list that they are on."""
    mailing_list = people.mailing_list("strait-view", name="Strait View") if readers else None
    for email in readers:
        people.reader(email, mailing_list)
    return make.series(mailing_list=mailing_list, cadence="weekly", **fields)


def usual_credits(series: Series) -> None:
    """“Strait View was edited by Edda with the help of Wren.”"""
    SeriesCredit.objects.create(of=series, role="author", series=series)
    SeriesCredit.objects.create(of=series, role="editor", person=make.person("Edda Yoon"), position=1)
    SeriesCredit.objects.create(of=series, role="assistant", person=make.person("Wren Park"), position=2)


def edition(series: Series, *pieces, number: int = 12, day: date = date(2026, 11, 20), **fields) -> Edition:
    """A draft with `pieces` (briefings), as it stands after somebody has composed it."""
    usual = {"subject": f"Strait View {number}: Yards return to profit", "preheader": "Exports rose."}
    made = Edition.objects.create(
        series=series, number=number, date=day, **{"language": "en", **usual, **fields}
    )
    for position, piece in enumerate(pieces):
        EditionItem.objects.create(edition=made, briefing=piece, position=position, shown=Choice.WHOLE)
    for credit in series.default_credits.all():
        EditionCredit.objects.create(
            edition=made,
            role=credit.role,
            person=credit.person,
            series=credit.series,
            position=credit.position,
        )
    return made
