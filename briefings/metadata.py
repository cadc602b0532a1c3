"""What stands in a publication's `<head>` for machines: Open Graph, Highwire `citation_*`, canonical and alternates.

`meta` and `links` only compute; the template loops:
`<meta {{ attribute }}="{{ name }}" content="{{ content }}">` and
`<link rel="{{ link.rel }}" href="{{ link.href }}"…>`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext

from briefings import canonical, moments
from briefings.models import Publication

FORMS = {
    "md": "text/markdown",
    "json": "application/json",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
}
_LOCALES = {"en": "en_US", "ko": "ko_KR"}  # Open Graph knows languages only with a territory

Meta = tuple[str, str, str]


class Link(NamedTuple):
    """A link element; `hreflang`, `type` and `title` are left out when empty."""

    rel: str
    href: str
    hreflang: str = ""
    type: str = ""
    title: str = ""


def meta(publication: Publication, site, request: HttpRequest | None = None) -> list[Meta]:
    """(attribute, name, content) of every meta element; content is not escaped yet."""
    found = [
        ("name", "description", publication.says.description),
        ("name", "author", publication.byline),
        *_open_graph(publication, site),
        *_article(publication),
        *_citation(publication, site),
    ]
    return [(attribute, name, content) for attribute, name, content in found if content]


def links(publication: Publication, translations: Sequence[Publication] = ()) -> list[Link]:
    """Canonical address, short link, other languages (itself included, as search engines ask) and other forms."""
    url = canonical.of(publication)
    found = [Link("canonical", url), Link("shortlink", canonical.permanent(publication.pk))]
    if translations:
        found += [
            Link("alternate", canonical.of(p), hreflang=p.language) for p in (publication, *translations)
        ]
    found += [
        Link("alternate", canonical.absolute(form_path(publication, form)), type=media_type)
        for form, media_type in FORMS.items()
    ]
    if publication.says.series:
        series = publication.says.series
        feed = canonical.absolute(canonical.hub_address("series-feed-xml", series.slug))
        found.append(Link("alternate", feed, type="application/rss+xml", title=series.name_in()))
    return found


def form_path(publication: Publication, form: str) -> str:
    """The address of another form of a publication: `…/<slug>.bib`."""
    return f"{publication.get_absolute_url().removesuffix('/')}.{form}"


def _open_graph(publication: Publication, site) -> list[Meta]:
    card = canonical.absolute(canonical.card(publication))
    locale = _LOCALES.get(publication.language.split("-")[0], "")
    return [
        ("property", "og:type", "article"),
        ("property", "og:title", publication.title),
        ("property", "og:description", publication.says.description),
        ("property", "og:url", canonical.of(publication)),
        ("property", "og:site_name", site.name_in(publication.language)),
        ("property", "og:locale", locale),
        ("property", "og:image", card),
        ("property", "og:image:type", "image/png"),
        ("property", "og:image:width", "1200"),
        ("property", "og:image:height", "630"),
        ("property", "og:image:alt", gettext("Title card: %(title)s") % {"title": publication.title}),
        ("name", "twitter:card", "summary_large_image"),
    ]


def _article(publication: Publication) -> list[Meta]:
    says, language = publication.says, publication.language
    authors = [c.to for c in says.credits if c.role == "author" and c.kind == "person" and c.to.slug]
    published = moments.local(publication.published_at) if publication.published_at else None
    return [
        ("property", "article:published_time", published.isoformat(timespec="seconds") if published else ""),
        (
            "property",
            "article:modified_time",
            moments.local(publication.updated_at).isoformat(timespec="seconds"),
        ),
        *(
            ("property", "article:author", canonical.absolute(canonical.hub_address("person", ref.slug)))
            for ref in authors
        ),
        ("property", "article:section", says.channel.name_in(language) if says.channel else ""),
        *(("property", "article:tag", ref.name_in(language)) for ref in (*says.topics, *says.tags)),
    ]


def _citation(publication: Publication, site) -> list[Meta]:
    """Highwire Press tags, as Google Scholar reads them: one author an element, the date with slashes."""
    says, language = publication.says, publication.language
    day = moments.day(publication.published_at) if publication.published_at else None
    publisher = site.publisher or site.name_in(language)
    standing_alone = publication.kind in ("paper", "report")
    found = [
        ("citation_title", publication.title),
        *(("citation_author", ref.name_in(language)) for ref in says.credited("author")),
        ("citation_publication_date", f"{day:%Y/%m/%d}" if day else ""),
        ("citation_journal_title", says.series.name_in(language) if says.series else ""),
        ("citation_technical_report_institution" if standing_alone else "citation_publisher", publisher),
        ("citation_language", language),
        *(("citation_keywords", ref.name_in(language)) for ref in (*says.topics, *says.tags)),
        *(("citation_pdf_url", canonical.absolute(document.url)) for document in says.documents[:1]),
        ("citation_public_url", canonical.of(publication)),
    ]
    return [("name", name, content) for name, content in found]
