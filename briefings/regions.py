"""The hierarchy of regions, read whole in one query: it is small, and every page of it needs parents and children."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q

from briefings.models import Region
from briefings.sorting import reading_order


@dataclass
class Place:
    """A region among regions. `number`: its publications, those of the regions in it included."""

    region: Region
    parent: Place | None = None
    children: list[Place] = field(default_factory=list)
    number: int = 0

    @property
    def above(self) -> list[Region]:
        """What it lies in, the widest first."""
        found, place = [], self.parent
        while place and place.region not in found:
            found.append(place.region)
            place = place.parent
        return found[::-1]


def tree(*, counted: bool = False) -> dict[str, Place]:
    """Every region by slug, in the order of names as they are shown; with the numbers of publications if `counted`."""
    order = reading_order()
    regions = Region.objects.order_by()
    if counted:
        listed = Q(publications__retracted=False)
        regions = regions.annotate(number=Count("publications", filter=listed))
    by_name = sorted(regions, key=lambda region: order(region.name_in()))
    places = {region.pk: Place(region, number=getattr(region, "number", 0)) for region in by_name}
    for place in places.values():
        place.parent = places.get(place.region.parent_id)
        if place.parent:
            place.parent.children.append(place)
    return {place.region.slug: place for place in places.values()}
