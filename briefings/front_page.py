"""What the front page shows: places that editors filled, then the newest; no piece appears twice.

Four queries whatever there is: the pieces of the top, the channels, their pieces, the series.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from briefings import counting
from briefings.models import Channel, Kind, Publication, Series
from briefings.templatetags.reading import text_in

FEATURED, BRIEFINGS, A_ROW = 4, 6, 3
_RESEARCH = (Kind.PAPER, Kind.REPORT)
_RECORDED = (Kind.PODCAST, Kind.VIDEO, Kind.EVENT)


@dataclass(frozen=True)
class Row:
    """A titled row; `style` is “items” (a list to read down) or “cards”."""

    title: str
    url: str
    publications: list[Publication]
    style: str = "cards"
    description: str = ""


@dataclass
class FrontPage:
    lead: Publication | None = None
    featured: list[Publication] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)

    @classmethod
    def of(cls, places: Sequence[int]) -> FrontPage:
        """`places` are the ids of the publications that editors put on top, in order; unknown ones are passed over."""
        pool, page = _Pool(places), cls()
        page.lead = next(iter(pool.take(1)), None)
        page.featured = pool.take(max(FEATURED, pool.places_left))
        page._add(_("Latest briefings"), reverse("briefings"), pool.take(BRIEFINGS, Kind.BRIEFING), "items")
        research, recorded = pool.take(A_ROW, *_RESEARCH), pool.take(A_ROW, *_RECORDED)
        for channel, found in _of_channels(pool.shown):
            page._add(
                channel.name_in(), channel.get_absolute_url(), found, "cards", text_in(channel, "description")
            )
        page._add(_("Papers and reports"), reverse("papers"), research)
        page._add(_("Watch, listen, attend"), reverse("events"), recorded)
        page.series = [one for one in counting.series() if one.is_newsletter or one.publications_number]
        return page

    def _add(
        self, title: str, url: str, found: list[Publication], style: str = "cards", text: str = ""
    ) -> None:
        if found:
            self.rows.append(Row(title, url, found, style, text))


class _Pool:
    """Candidates for the top, best first; what is taken is not offered again."""

    def __init__(self, places: Sequence[int]):
        self.shown: set[int] = set()
        newest = Publication.objects.listed().cards().newest_first()
        wanted = 1 + max(FEATURED, len(places)) + BRIEFINGS
        groups = [(), (Kind.BRIEFING,), _RESEARCH, _RECORDED]
        found = Publication.objects.listed().cards().filter(pk__in=places)
        parts = [(newest.filter(kind__in=kinds) if kinds else newest)[:wanted] for kinds in groups]
        by_id = {publication.pk: publication for publication in found.union(*parts, all=True)}
        chosen = [by_id[pk] for pk in places if pk in by_id]
        self._placed = {publication.pk for publication in chosen}
        rest = [publication for publication in by_id.values() if publication.pk not in self._placed]
        self._candidates = chosen + sorted(rest, key=_newness, reverse=True)

    @property
    def places_left(self) -> int:
        return len(self._placed - self.shown)

    def take(self, number: int, *kinds: Kind) -> list[Publication]:
        fitting = (p for p in self._candidates if p.pk not in self.shown and (not kinds or p.kind in kinds))
        taken = [publication for publication, _n in zip(fitting, range(number), strict=False)]
        self.shown.update(publication.pk for publication in taken)
        return taken


def _newness(publication: Publication) -> tuple:
    moment = publication.published_at
    return moment is not None, moment.timestamp() if moment else 0, publication.pk


def _of_channels(shown: Iterable[int]) -> list[tuple[Channel, list[Publication]]]:
    """Every channel with its newest pieces besides those shown already."""
    channels = {channel.pk: channel for channel in Channel.objects.all()}
    rows: dict[int, list[Publication]] = {pk: [] for pk in channels}
    listed = Publication.objects.listed().cards().filter(~Q(pk__in=list(shown))).newest_first()
    parts: list[QuerySet] = [listed.filter(channel=pk)[:A_ROW] for pk in channels]
    if parts:
        for publication in parts[0].union(*parts[1:], all=True):
            rows[publication.channel_id].append(publication)
    return [(channels[pk], sorted(found, key=_newness, reverse=True)) for pk, found in rows.items()]
