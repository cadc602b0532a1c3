"""What every citation style needs to know of a publication, gathered once."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from briefings import canonical, moments
from briefings.citations import names
from briefings.citations.names import Name
from briefings.models import Publication


class Work(NamedTuple):
    """A publication as a thing to cite. `published` is None for undated pieces; `retraction` is the public reason."""

    id: int
    kind: str
    title: str
    language: str
    authors: tuple[Name, ...]
    editors: tuple[Name, ...]
    translators: tuple[Name, ...]
    series: str
    site: str
    publisher: str
    published: date | None
    url: str
    abstract: str
    keywords: tuple[str, ...]
    retracted: bool
    retraction: str

    @classmethod
    def of(cls, publication: Publication, site) -> Work:
        """`site` is the site's record: its name and publisher stand in the citation."""
        says, language = publication.says, publication.language

        def credited(*roles: str) -> tuple[Name, ...]:
            return tuple(names.of(credit, language) for credit in says.credits if credit.role in roles)

        site_name = site.name_in(language)
        return cls(
            id=publication.pk,
            kind=publication.kind,
            title=" ".join(publication.title.split()),
            language=language,
            authors=credited("author") or credited("host") or credited("speaker"),
            editors=credited("editor"),
            translators=credited("translator"),
            series=says.series.name_in(language) if says.series else "",
            site=site_name,
            publisher=site.publisher or site_name,
            published=moments.day(publication.published_at) if publication.published_at else None,
            url=canonical.of(publication),
            abstract=" ".join(says.description.split()),
            keywords=tuple(ref.name_in(language) for ref in (*says.topics, *says.regions, *says.tags)),
            retracted=publication.retracted,
            retraction=" ".join(publication.retraction_note.split()),
        )

    @property
    def key(self) -> str:
        """An ASCII key that never changes and that no other site's work has: `example-org-12`."""
        return f"{_plain_host(settings.SITE_URL)}-{self.id}"

    @property
    def stands_alone(self) -> bool:
        """Papers and reports are works of their own; the rest is a piece in something larger."""
        return self.kind in ("paper", "report")


@lru_cache(maxsize=8)
def _plain_host(url: str) -> str:
    host = urlsplit(url).hostname or "site"
    return re.sub("[^a-z0-9]+", "-", host).strip("-") or "site"
