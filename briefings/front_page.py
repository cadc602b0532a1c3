"""What the front page shows: places that editors filled, then the newest; no piece appears twice, in no language.

Four queries whatever there is: the pieces of the top, the channels, their pieces, the series.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from briefings import counting
from briefings.models import Channel, Kind, Publication, Series
from briefings.reading import text_in

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
        """`places` are the ids of the publications that editors put on top, in order; unknown ones are passed over.

        Of a piece and its translations the one in the active language is shown.
        """
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
        self.shown: set[UUID] = set()
        newest = Publication.objects.listed().cards().newest_first()
        wanted = 2 * (1 + max(FEATURED, len(places)) + BRIEFINGS)  # a piece may come in two languages
        groups = [(), (Kind.BRIEFING,), _RESEARCH, _RECORDED]
        keys = Publication.objects.filter(pk__in=places).values("translation_key")
        found = Publication.objects.listed().cards().filter(translation_key__in=keys)
        parts = [(newest.filter(kind__in=kinds) if kinds else newest)[:wanted] for kinds in groups]
        by_id = {publication.pk: publication for publication in found.union(*parts, all=True)}
        chosen = [by_id[pk].translation_key for pk in places if pk in by_id]
        by_key = _one_a_piece(sorted(by_id.values(), key=_newness, reverse=True))
        self._placed = set(chosen)
        rest = [publication for key, publication in by_key.items() if key not in self._placed]
        self._candidates = [by_key[key] for key in dict.fromkeys(chosen)] + rest

    @property
    def places_left(self) -> int:
        return len(self._placed - self.shown)

    def take(self, number: int, *kinds: Kind) -> list[Publication]:
        fitting = (
            p
            for p in self._candidates
            if p.translation_key not in self.shown and (not kinds or p.kind in kinds)
        )
        taken = [publication for publication, _n in zip(fitting, range(number), strict=False)]
        self.shown.update(publication.translation_key for publication in taken)
        return taken


def _newness(publication: Publication) -> tuple:
    moment = publication.published_at
    return moment is not None, moment.timestamp() if moment else 0, publication.pk


def _one_a_piece(publications: Iterable[Publication]) -> dict[UUID, Publication]:
    """Of each piece one language, the active one where there is a choice; by translation key, in the order given."""
    language, best = (get_language() or "").split("-")[0], {}
    for publication in publications:
        known = best.get(publication.translation_key)
        if known is None or (publication.language == language != known.language):
            best[publication.translation_key] = publication
    return best


def _of_channels(shown: Iterable[UUID]) -> list[tuple[Channel, list[Publication]]]:
    """Every channel with its newest pieces besides those shown already."""
    channels = {channel.pk: channel for channel in Channel.objects.all()}
    rows: dict[int, list[Publication]] = {pk: [] for pk in channels}
    listed = Publication.objects.listed().cards().exclude(translation_key__in=list(shown)).newest_first()
    parts: list[QuerySet] = [listed.filter(channel=pk)[: 2 * A_ROW] for pk in channels]
    if parts:
        for publication in parts[0].union(*parts[1:], all=True):
            rows[publication.channel_id].append(publication)
    return [
        (channels[pk], list(_one_a_piece(sorted(found, key=_newness, reverse=True)).values())[:A_ROW])
        for pk, found in rows.items()
    ]
