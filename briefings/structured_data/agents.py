"""Who and what a publication belongs to: people, the publisher, the series, the website."""

from __future__ import annotations

from datetime import datetime

from briefings import canonical, moments
from briefings.content import Content, Credit
from briefings.models import Kind

_PATHS = {"person": "person", "series": "series"}
_ROLES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "host": "author",
    "speaker": "author",
}


def people(says: Content) -> dict[str, list[dict]]:
    """Who made it, by property: author, editor, translator; everybody else is a contributor."""
    found: dict[str, list[dict]] = {}
    for credit in says.credits:
        role = _ROLES.get(credit.role, "contributor")
        found.setdefault(role, []).append(agent(credit, says.language))
    return found


def agent(credit: Credit, language: str) -> dict:
    """A person with the address of their page here, or an organisation (a series signs as one) with its own."""
    path = _PATHS.get(credit.kind)
    url = (
        canonical.absolute(canonical.hub_address(path, credit.to.slug))
        if path and credit.to.slug
        else credit.to.url
    )
    kind = "Person" if credit.kind == "person" else "Organization"
    return filled({"@type": kind, "name": credit.to.name_in(language), "url": url})


def publisher(site, url_base: str) -> dict:
    """The organisation behind the site, as its record says."""
    name = site.name_in()
    return filled(
        {
            "@type": "Organization",
            "@id": f"{url_base}/#publisher",
            "name": site.publisher or name,
            "alternateName": name if site.publisher and site.publisher != name else None,
            "url": f"{url_base}/",
            "address": " ".join(site.postal_address.split()),
            "email": site.contact_email,
        }
    )


def part_of(says: Content, site, url_base: str) -> list[dict]:
    """What the piece is part of: its series as a periodical, and the website."""
    whole = [
        {"@type": "WebSite", "@id": f"{url_base}/#website", "name": site.name_in(), "url": f"{url_base}/"}
    ]
    if says.series and says.kind != Kind.PODCAST:
        whole.insert(0, {"@type": "Periodical", **place_of(says)})
    return whole


def place_of(says: Content) -> dict:
    """Name and address of the series."""
    url = canonical.absolute(canonical.hub_address("series", says.series.slug)) if says.series.slug else ""
    return filled({"name": says.series.name_in(says.language), "url": url})


def time(moment: datetime | None) -> str:
    """ISO 8601 in the site's zone; empty for no time."""
    return moments.local(moment).isoformat(timespec="seconds") if moment else ""


def filled(node: dict) -> dict:
    """`node` without its empty properties, which validators reject."""
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}
