"""Old addresses of imported publications, as `Redirect` keeps them."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from briefings.models import Publication, Redirect
from briefings.publishing.addresses import path as address_of

LONGEST = 1000  # characters of a path that Redirect keeps


def paths(source_url: str, hosts: Collection[str]) -> list[str]:
    """The paths that requests for `source_url` may name, if it lies on one of `hosts` (a leading www. is ignored).

    A directory's path answers with and without its last slash. An address told apart by its query is kept with the
    query, as written and decoded. The front page alone is nobody's old address.
    """
    try:
        parts = urlsplit(source_url)
        host = parts.hostname or ""
    except ValueError:
        return []
    if parts.scheme not in ("http", "https") or bare(host) not in {bare(ours) for ours in hosts}:
        return []
    path = unquote(parts.path) or "/"
    if parts.query:
        found = [f"{path}?{parts.query}", f"{path}?{unquote(parts.query)}"]
    elif path.strip("/"):
        is_file = "." in path.rpartition("/")[2]
        found = [path if is_file or path.endswith("/") else f"{path}/"]
    else:
        found = []
    return [one for one in dict.fromkeys(found) if len(one) <= LONGEST and "\x00" not in one]


def bare(host: str) -> str:
    """A host name in lower case without a leading www."""
    return host.lower().removeprefix("www.")


def keep(wanted: dict[str, str], *, dry_run: bool = False) -> int:
    """Lead each old path in `wanted` to the publication with that external id; return how many redirects were new.

    Paths that already lead somewhere, and those where a publication lives now, are left alone.
    """
    known = set(Redirect.objects.filter(path__in=wanted).values_list("path", flat=True))
    fresh = {path: id for path, id in wanted.items() if path not in known}
    rows = Publication.objects.filter(external_id__in=set(fresh.values()))
    targets = {
        id: address_of(year, slug) for id, year, slug in rows.values_list("external_id", "year", "slug")
    }
    lived_in = _live(fresh)
    redirects = [
        Redirect(path=path, target=targets[id])
        for path, id in fresh.items()
        if id in targets and path not in lived_in
    ]
    if not dry_run:
        Redirect.objects.bulk_create(redirects, ignore_conflicts=True)
    return len(redirects)


def _live(paths: Collection[str]) -> set[str]:
    """Those of `paths` where a publication lives."""
    slugs = {path.strip("/").rpartition("/")[2] for path in paths if path.startswith("/publications/")}
    rows = Publication.objects.filter(slug__in=slugs).values_list("year", "slug") if slugs else []
    return {address_of(year, slug) for year, slug in rows}
