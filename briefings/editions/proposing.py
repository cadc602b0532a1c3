"""What a new edition of a series starts with; the editor changes what does not suit."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext, override

from briefings import moments
from briefings.models import (
    Cadence,
    Choice,
    EditionItem,
    Kind,
    Publication,
    SentEdition,
    Series,
    SeriesCredit,
)

MOST_ITEMS = 12
LONGEST_SUBJECT, LONGEST_PREHEADER = 150, 140  # letters; mail programs show about 70 and 100
LONG = 1500  # words: beyond that a piece is shown by its dek
_DAYS = {Cadence.DAILY: 1, Cadence.WEEKLY: 7, Cadence.FORTNIGHTLY: 14}
_MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3}


@dataclass(frozen=True)
class Proposal:
    """`items` are publications with how much of each to show, `credits` the usual ones of the series."""

    series: Series
    number: int
    date: date
    language: str
    subject: str
    preheader: str
    items: tuple[tuple[Publication, str], ...]
    credits: tuple[SeriesCredit, ...]


def propose(series: Series, *, now: datetime | None = None) -> Proposal:
    """The next edition of `series`: its number, day, and what was published in it since the last one went out."""
    now = now or timezone.now()
    language = series.mailing_list.language if series.mailing_list else settings.LANGUAGE_CODE
    number = (series.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    pieces = list(waiting(series, language))
    return Proposal(
        series=series,
        number=number,
        date=next_day(series, moments.day(now)),
        language=language,
        subject=subject_of(series, number, language, pieces),
        preheader=_cut(next((piece.dek for piece in pieces if piece.dek), ""), LONGEST_PREHEADER),
        items=tuple((piece, choice_for(piece)) for piece in pieces),
        credits=tuple(series.default_credits.select_related("person", "organisation", "series")),
    )


def waiting(series: Series, language: str):
    """Publications of the series in `language` that no edition of it has shown: since the last one went out, newest
    first, at most a dozen."""
    last = SentEdition.objects.filter(series=series).aggregate(at=Max("sent_at"))["at"]
    shown = EditionItem.objects.filter(edition__series=series).values("briefing")
    found = Publication.objects.listed().filter(series=series, language=language).exclude(pk__in=shown)
    if last:
        found = found.filter(published_at__gt=last)
    return found.newest_first().cards()[:MOST_ITEMS]


def next_day(series: Series, today: date) -> date:
    """The day of the next edition by the cadence, never a past one and never one that is taken."""
    taken = set(series.editions.values_list("date", flat=True))
    last = max(taken, default=None)
    day = max(_after(last, series.cadence), today) if last else today
    while day in taken:
        day += timedelta(days=1)
    return day


def subject_of(series: Series, number: int, language: str, pieces: list[Publication]) -> str:
    """“Strait View 12: Yards return to profit”, in the language of the edition."""
    said = {"series": series.name_in(language), "number": number}
    with override(language):
        if not pieces:
            return gettext("%(series)s %(number)d") % said
        whole = gettext("%(series)s %(number)d: %(headline)s") % {**said, "headline": pieces[0].title}
    return _cut(whole, LONGEST_SUBJECT)


def choice_for(piece: Publication) -> str:
    """Briefings are meant to be read where they arrive; longer pieces are led to."""
    brief = piece.kind == Kind.BRIEFING and piece.card.get("words", 0) <= LONG
    return Choice.WHOLE if brief else Choice.TEASER


def _after(day: date, cadence: str) -> date:
    if cadence in _DAYS:
        return day + timedelta(days=_DAYS[Cadence(cadence)])
    months = _MONTHS.get(Cadence(cadence), 0)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rpartition(" ")[0] + "…"
