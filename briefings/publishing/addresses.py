"""Which address a publication gets, and what its former ones answer."""

from __future__ import annotations

from collections import Counter, defaultdict

from django.db.models import Q
from django.utils import timezone

from briefings import slugs
from briefings.models import Briefing, Publication, Redirect
from briefings.models.publication import UNDATED, path
from briefings.publishing.locking import lock_addresses


def year_of(briefing: Briefing) -> int:
    """The year in the address: of the publication date in the site's time zone; 0 for undated pieces."""
    return 0 if briefing.undated else timezone.localtime(briefing.published_at).year


def assign(briefings: list[Briefing]) -> None:
    """Give each locked briefing a slug that is free in its year, keeping the one it had wherever possible."""
    wanted = {b.pk: b.slug or slugs.slugify(b.title, otherwise=b.kind) for b in briefings}
    moving = [b for b in briefings if b.address != path(year_of(b), wanted[b.pk])]
    if moving:
        lock_addresses()
    taken = _taken(moving, wanted)
    for briefing in moving:
        year = year_of(briefing)
        own = {s for s, owner in taken[year].items() if owner in (briefing.pk, briefing.address)}
        briefing.slug = slugs.distinct(wanted[briefing.pk], taken[year].keys() - own)
        taken[year][briefing.slug] = briefing.pk


def _taken(briefings: list[Briefing], wanted: dict[int, str]) -> dict[int, dict[str, int | str]]:
    """By year: slugs in use, each with its owner's id or, for old addresses, the address they lead to. Of those that
    begin like a wanted slug all that matter: for most wanted slugs it is enough to know that nobody has them."""
    taken: dict[int, dict[str, int | str]] = defaultdict(dict)
    counted = Counter((year_of(briefing), wanted[briefing.pk]) for briefing in briefings)
    if not counted:
        return taken
    paths = {path(*address): address for address in counted}
    contested = {address for address, count in counted.items() if count > 1}
    contested |= {
        paths[old] for old in Redirect.objects.filter(path__in=paths).values_list("path", flat=True)
    }
    years, names = zip(*counted, strict=True)
    held = Publication.objects.filter(year__in=set(years), slug__in=set(names)).values_list("year", "slug")
    contested |= counted.keys() & set(held)
    if contested:
        _add_alike(taken, contested)
    return taken


def _add_alike(taken: dict[int, dict[str, int | str]], addresses: set[tuple[int, str]]) -> None:
    """Everything that begins like one of `addresses` (years and slugs)."""
    live = Q(*(Q(year=year, slug__startswith=slug) for year, slug in addresses), _connector=Q.OR)
    old = Q(*(Q(path__startswith=path(*one).rstrip("/")) for one in addresses), _connector=Q.OR)
    for address, target in Redirect.objects.filter(old).values_list("path", "target"):
        _, _, year, slug, *rest = address.split("/")
        if rest == [""]:
            taken[0 if year == UNDATED else int(year)][slug] = target or address
    for year, slug, owner in Publication.objects.filter(live).values_list("year", "slug", "pk"):
        taken[year][slug] = owner


def settle(briefings: list[Briefing]) -> None:
    """Write redirects from former addresses and remember the present ones (on the instances; the caller saves)."""
    for briefing in briefings:
        now = path(year_of(briefing), briefing.slug)
        if briefing.address and briefing.address != now:
            Redirect.objects.moved(briefing.address, now)
        elif briefing.address:
            Redirect.objects.returned(now)
        briefing.address = now
