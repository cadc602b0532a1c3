"""What stands on the front page: what editors chose, then the newest, nothing twice in any language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value

from briefings.models import Channel, Kind, Publication, Series
from newsroom.models import FrontSlot

CHOSEN, BRIEFINGS, IN_CHANNEL = 4, 5, 3
_POOL = 60  # the newest, from which empty places are filled


@dataclass
class FrontPage:
    """`lead` and `chosen` come first; `channels` holds (channel, publications)."""

    lead: Publication | None = None
    chosen: list[Publication] = field(default_factory=list)
    briefings: list[Publication] = field(default_factory=list)
    channels: list[tuple[Channel, list[Publication]]] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)


def compose(language: str) -> FrontPage:
    """The front page for readers of `language`: pieces in it where there are any, else in all languages."""
    listed = Publication.objects.listed().cards().newest_first()
    pool = list(listed.filter(language=language)[:_POOL])
    speaks = listed.filter(language=language) if pool else listed
    pool = pool or list(listed[:_POOL])
    shown: set[UUID] = set()
    first = list(_unseen([*_slots(language), *pool], shown, CHOSEN))
    return FrontPage(
        lead=first[0] if first else None,
        chosen=first[1:],
        briefings=list(_unseen((p for p in pool if p.kind == Kind.BRIEFING), shown, BRIEFINGS)),
        channels=_by_channel(speaks, shown),
        series=list(Series.objects.all()),
    )


def _slots(language: str) -> list[Publication]:
    """What editors chose, each in `language` where it has been translated."""
    slots = FrontSlot.objects.order_by("position", "pk")
    chosen = Publication.objects.filter(pk__in=slots.values("briefing_id"))
    place = slots.filter(briefing_id=OuterRef("pk")).values("position")[:1]
    found = (
        Publication.objects.listed()
        .cards()
        .filter(translation_key__in=chosen.values("translation_key"))
        .annotate(place=Subquery(place))
    )
    places = {p.translation_key: p.place for p in found if p.place is not None}
    best: dict[UUID, Publication] = {}
    for publication in found:
        if publication.language == language or (
            publication.place is not None and publication.translation_key not in best
        ):
            best[publication.translation_key] = publication
    return [best[key] for key in sorted(best, key=lambda key: places.get(key, 0))]


def _by_channel(listed: QuerySet, shown: set[UUID]) -> list[tuple[Channel, list[Publication]]]:
    """The newest of each channel, in one query."""
    channels = list(Channel.objects.all())
    parts = [
        listed.filter(channel=channel).annotate(of=Value(str(channel.pk), CharField()))[
            : IN_CHANNEL + len(shown)
        ]
        for channel in channels
    ]
    found = list(parts[0].union(*parts[1:], all=True)) if parts else []
    rows = [(c, list(_unseen((p for p in found if p.of == str(c.pk)), shown, IN_CHANNEL))) for c in channels]
    return [(channel, publications) for channel, publications in rows if publications]


def _unseen(publications: Iterable[Publication], shown: set[UUID], number: int) -> Iterable[Publication]:
    """At most `number` pieces that no language shows yet; they count as shown from now on."""

    def fresh():
        for publication in publications:
            if publication.translation_key not in shown:
                shown.add(publication.translation_key)
                yield publication

    return islice(fresh(), number)
