"""Entries of a feed: publications in full, or corrections, as every format needs them."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from briefings import canonical
from briefings.content import Content, Credit
from briefings.feeds.sources import Source
from briefings.models import Kind, Publication, PublishedCorrection
from briefings.models.publication import NEWEST_FIRST

LENGTH = 20
_NOTE = re.compile(r'<sup data-note="([^"]*)">.*?</sup>', re.DOTALL)
_SIGNED = ("author", "host", "speaker")


@dataclass(frozen=True)
class Author:
    name: str
    url: str = ""


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with an entry; `size` in bytes, 0 where unknown."""

    url: str
    media_type: str
    size: int = 0
    title: str = ""


@dataclass(frozen=True)
class Entry:
    """`id` is the permanent short link, or one of its own for a correction. `html` has whole addresses only."""

    id: str
    url: str
    title: str
    html: str
    summary: str
    language: str
    published: datetime
    updated: datetime
    authors: list[Author]
    categories: list[str] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    image: str = ""


@dataclass(frozen=True)
class Feed:
    title: str
    about: str
    page: str
    address: str
    language: str
    publisher: Author
    entries: list[Entry]

    @property
    def updated(self) -> datetime | None:
        """When its newest change was made; None for a feed without entries."""
        return max((entry.updated for entry in self.entries), default=None)


def entries_of(source: Source, publisher: Author) -> list[Entry]:
    """The newest entries of `source`, with their corrections: two queries. `publisher` signs what has no author."""
    if source.found.model is PublishedCorrection:
        return [_correction(row, publisher) for row in source.found.order_by("-made_at", "-pk")[:LENGTH]]
    newest: Iterable[Publication] = source.found.order_by(*NEWEST_FIRST).defer("text", "card")[:LENGTH]
    return [_publication(row, publisher) for row in newest.prefetch_related("corrections")]


def _publication(publication: Publication, publisher: Author) -> Entry:
    says = publication.says
    corrections = list(publication.corrections.all())
    figure = says.figure
    return Entry(
        id=canonical.permanent(publication.pk),
        url=canonical.of(publication),
        title=publication.title,
        html=_body(publication, corrections),
        summary=says.description,
        language=publication.language,
        published=publication.published_at,
        updated=max([publication.updated_at, publication.published_at, *(c.made_at for c in corrections)]),
        authors=_authors(says) or [publisher],
        categories=_categories(says),
        enclosures=_enclosures(says),
        image=canonical.absolute(default_storage.url(figure.file)) if figure else "",
    )


def _correction(correction: PublishedCorrection, publisher: Author) -> Entry:
    """A correction keeps no number of its own: publication and moment together identify it for ever."""
    publication = correction.publication
    url = canonical.of(publication)
    return Entry(
        id=f"{canonical.permanent(publication.pk)}#correction-{int(correction.made_at.timestamp() * 1_000_000)}",
        url=url,
        title=_("Correction: %(title)s") % {"title": publication.title},
        html=format_html('<p>{}</p><p><a href="{}">{}</a></p>', correction.note, url, publication.title),
        summary=correction.note,
        language=publication.language,
        published=correction.made_at,
        updated=correction.made_at,
        authors=[publisher],
    )


def _body(publication: Publication, corrections: list[PublishedCorrection]) -> str:
    notes: list[str] = []
    parts = [(part.heading, _numbered(part.html, notes)) for part in publication.says.parts if part.html]
    html = render_to_string(
        "briefings/feed_body.html",
        {
            "says": publication.says,
            "figure": publication.says.figure and default_storage.url(publication.says.figure.file),
            "parts": parts,
            "notes": notes,
            "corrections": corrections,
        },
    )
    return canonical.absolute_html(html.strip(), canonical.of(publication))


def _numbered(html: str, notes: list[str]) -> str:
    """Readers of feeds drop identifiers, so notes are numbered in brackets and listed at the end, without links."""

    def number(note: re.Match) -> str:
        notes.append(unescape(note[1]))
        return f"<sup>[{len(notes)}]</sup>"

    return mark_safe(_NOTE.sub(number, html))  # sanitised before; only a number is put in


def _authors(says: Content) -> list[Author]:
    for role in _SIGNED:
        if found := [credit for credit in says.credits if credit.role == role]:
            return [Author(c.to.name_in(says.language), _page_of(c)) for c in found]
    return []


def _page_of(credit: Credit) -> str:
    if credit.kind in ("person", "series") and credit.to.slug:
        return canonical.absolute(canonical.hub_address(credit.kind, credit.to.slug))
    return credit.to.url


def _categories(says: Content) -> list[str]:
    mentions = [*([says.channel] if says.channel else []), *says.topics, *says.regions, *says.tags]
    return list(dict.fromkeys(mention.name_in(says.language) for mention in mentions))


def _enclosures(says: Content) -> list[Enclosure]:
    """The recording first, where its address says what it is, then the documents."""
    found = []
    if says.kind in (Kind.PODCAST, Kind.VIDEO) and says.media_url:
        media_type = mimetypes.guess_type(says.media_url.partition("?")[0])[0] or ""
        if media_type.startswith(("audio/", "video/")):
            found.append(Enclosure(says.media_url, media_type, title=says.title))
    return found + [
        Enclosure(canonical.absolute(d.url), "application/pdf", d.size, d.title) for d in says.documents
    ]
