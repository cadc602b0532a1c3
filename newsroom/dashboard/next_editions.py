"""The next edition of each newsletter: how far it is, what is missing, and until when; or what waits for one."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from django.db.models import OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefings.models import Edition, EditionItem, EditionState, Publication, Series
from newsroom.dashboard.cards import SHOWN, Card, Line, ago, day
from newsroom.dashboard.look import Look

_RECENT = timedelta(days=92)  # what is older waits for no edition any more


def card(look: Look) -> Card | None:
    if not look.may("briefings.change_edition"):
        return None
    newsletters = [series for series in look.all_series if series.is_newsletter][:SHOWN]
    if not newsletters:
        return None
    next_ones: dict[int, Edition] = {}
    for edition in look.open_editions:
        next_ones.setdefault(edition.series_id, edition)
    waiting = _waiting(newsletters)
    lines = [
        _of_edition(next_ones[series.pk])
        if series.pk in next_ones
        else _to_begin(series, waiting.get(series.pk, 0))
        for series in newsletters
    ]
    return Card(
        key="editions",
        title=_("Next editions"),
        lines=lines,
        more=(reverse("admin:briefings_edition_changelist"), _("All editions")),
    )


def _waiting(newsletters: list[Series]) -> dict[int, int]:
    """How many publications of each have been in none of its editions since its last."""
    since = timezone.now() - _RECENT
    shown = EditionItem.objects.filter(edition__series=OuterRef("series"), briefing=OuterRef("pk"))
    last = {series.pk: series.last_sent for series in newsletters}
    rows = Publication.objects.listed().filter(series__in=newsletters, published_at__gt=since)
    rows = rows.exclude(pk__in=shown.values("briefing")).order_by().values_list("series", "published_at")
    counted: dict[int, int] = defaultdict(int)
    for series, published in rows:
        if last[series] is None or published > last[series]:
            counted[series] += 1
    return counted


def _of_edition(edition: Edition) -> Line:
    return Line(
        text=edition.subject or str(edition),
        url=reverse("admin:briefings_edition_change", args=[edition.pk]),
        note=" · ".join([edition.series.name_in(), _until(edition), *_readiness(edition)]),
        state=edition.state,
    )


def _until(edition: Edition) -> str:
    if edition.state == EditionState.SCHEDULED:
        return _("goes out %(when)s") % {"when": ago(edition.scheduled_for)}
    if edition.date < timezone.localdate():
        return _("was due %(day)s") % {"day": day(edition.date)}
    return _("due %(day)s") % {"day": day(edition.date)}


def _readiness(edition: Edition) -> list[str]:
    """What can be told at a glance; the page that sends looks at everything."""
    said = [ngettext("%(n)d piece", "%(n)d pieces", edition.pieces) % {"n": edition.pieces}]
    missing = [
        (not edition.subject, _("no subject")),
        (not edition.preheader, _("no preheader")),
        (
            edition.hidden,
            ngettext("%(n)d is not public", "%(n)d are not public", edition.hidden) % {"n": edition.hidden},
        ),
        (edition.state == EditionState.HELD, _("held back")),
    ]
    found = [words for wrong, words in missing if wrong]
    return said + (found or [_("complete at a glance")])


def _to_begin(series: Series, pieces: int) -> Line:
    waits = ngettext("%(n)d piece waits", "%(n)d pieces wait", pieces) % {"n": pieces}
    last = _("last sent %(when)s") % {"when": ago(series.last_sent)} if series.last_sent else _("never sent")
    return Line(
        text=_("Begin the next edition of %(series)s") % {"series": series.name_in()},
        url=f"{reverse('admin:briefings_edition_add')}?series={series.pk}",
        note=f"{waits} · {last}",
    )
