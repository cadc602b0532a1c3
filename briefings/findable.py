"""What the search is told about a publication: its parts, its names, what it can be narrowed by, what a result shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

import orjson
from django.conf import settings
from django.db.models import Min, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import override

from briefings import canonical, document_texts, epoch
from briefings.content import Content, Ref
from briefings.listing.facets import language_name
from briefings.listing.matching import MODELS
from briefings.models import FormatPart, Kind, Publication, PublishedVersion, Region
from briefings.models.publication import UNDATED, address
from briefings.representation import moment
from search import indexing
from search.entries import Entry, Passage, Source, Value
from search.querying.related import related as related_entries

SOURCE = "publication"
Pages = dict[int, list[tuple[int, str]]]
AT_ONCE = 20  # pages of a document that are findable together with its publication
RELATED = 6  # some may be withdrawn later, or stand on the page already


def index_now(publications: Sequence[Publication]) -> None:
    """Make public rows findable in the caller's transaction; what stands beyond the first pages of their documents
    follows within two minutes (`indexing.catch_up`): reading a thousand pages takes seconds, and nobody publishes
    for the sake of the last of them."""
    indexing.index(entries_of(publications, up_to=AT_ONCE))
    documents = {publication.pk: {d.id for d in publication.says.documents} for publication in publications}
    long = document_texts.longer_than({one for ids in documents.values() for one in ids}, AT_ONCE)
    indexing.later(SOURCE, [pk for pk, ids in documents.items() if ids & long])


class _Row(NamedTuple):
    """What of a public row is told besides its content: a rebuild reads a million, and a model of each takes as long as
    all that is made of it here."""

    pk: int
    external_id: str
    kind: str
    language: str
    title: str
    dek: str
    byline: str
    year: int
    slug: str
    published_at: datetime | None


def entries_of(publications: Sequence[Publication], *, up_to: int | None = None) -> list[Entry]:
    """Entries of public rows, in their order, with the pages of their documents, or those `up_to` a number.

    Three queries at most, however many they are.
    """
    rows = [_Row(*(getattr(publication, name) for name in _Row._fields)) for publication in publications]
    return _entries(rows, [publication.says for publication in publications], up_to)


def _entries(rows: Sequence[_Row], contents: Sequence[Content], up_to: int | None = None) -> list[Entry]:
    if not rows:
        return []
    regions = {region.pk: region for region in Region.objects.all()}
    documents = {document.id for content in contents for document in content.documents}
    pages = document_texts.pages_of(documents, up_to)
    versions = PublishedVersion.objects.filter(publication__in=[row.pk for row in rows])
    appeared = dict(versions.values_list("publication").annotate(Min("published_at")))
    return [
        _entry(row, content, regions, pages, appeared.get(row.pk))
        for row, content in zip(rows, contents, strict=True)
    ]


def _entry(
    row: _Row, content: Content, regions: dict[int, Region], pages: Pages, appeared: datetime | None
) -> Entry:
    return Entry(
        source=SOURCE,
        key=row.pk,
        title=row.title,
        language=row.language,
        published=row.published_at,
        passages=(*_passages(content), *_pages(content, pages)),
        about=_about(row, content),
        facets=tuple(_values(row, content, regions)),
        shown=_shown(row, content, appeared),
    )


def _passages(content: Content) -> Iterator[Passage]:
    for part in content.parts:
        if part.text:
            # A body without a heading is the whole piece: nobody asks for a part of it.
            yield Passage(part.text, part=part.key if part.heading else "", heading=part.heading)


def _pages(content: Content, pages: Pages) -> Iterator[Passage]:
    for document in content.documents:
        for number, text in pages.get(document.id, ()):
            yield Passage(text, heading=document.title, page=number, url=document.url)


def _about(row: _Row, content: Content) -> str:
    refs = [*content.topics, *content.regions, *content.tags, *(credit.to for credit in content.credits)]
    refs += [ref for ref in (content.series, content.channel) if ref]
    names = [name for ref in refs for name in (ref.name, *ref.names.values())]
    documents = [document.title for document in content.documents]
    lines = [row.dek, content.summary, row.byline, content.place, *documents, *names]
    return "\n".join(dict.fromkeys(filter(None, lines)))


def _values(row: _Row, content: Content, regions: dict[int, Region]) -> Iterator[Value]:
    yield _kind(row.kind)
    yield _language(row.language)
    yield _year(row.year)
    for facet, refs in (
        ("series", [content.series] if content.series else []),
        ("channel", [content.channel] if content.channel else []),
        ("topic", content.topics),
        ("tag", content.tags),
        ("region", _with_those_around(content.regions, regions)),
        ("author", _people(content, "author")),
        ("person", _people(content)),
    ):
        for ref in {ref.slug: ref for ref in refs if ref.slug}.values():
            yield (
                Value(facet, ref.slug, ref.name, ref.names)
                if ref.names
                else _shared(facet, ref.slug, ref.name)
            )


def _people(content: Content, *roles: str) -> list[Ref]:
    credits = [credit for credit in content.credits if credit.kind == "person"]
    return [credit.to for credit in credits if not roles or credit.role in roles]


def _with_those_around(refs: Iterable[Ref], regions: dict[int, Region]) -> Iterator[Ref]:
    """Regions and all they lie in: what is about Seoul is about Korea."""
    for ref in refs:
        yield ref
        seen, region = {ref.id}, regions.get(ref.id)
        while region and region.parent_id and region.parent_id not in seen:
            region = regions.get(region.parent_id)
            if region:
                seen.add(region.pk)
                yield Ref(region.pk, region.name, region.slug, region.names)


def _shown(row: _Row, content: Content, appeared: datetime | None) -> dict:
    """What a result needs beside its snippet, JSON-ready. `appeared` is when it was first published, whatever date it
    bears: what is new since somebody looked is told by it."""
    return {
        "id": row.pk,
        "external_id": row.external_id,
        "url": address(row.year, row.slug),
        "title": row.title,
        "kind": row.kind,
        "language": row.language,
        "published": moment(row.published_at),
        "appeared": appeared.isoformat() if appeared else None,
        "byline": row.byline,
        "authors": [credit.to.name for credit in content.credits if credit.role == "author"],
        "series": {"name": content.series.name, "names": content.series.names} if content.series else None,
        "documents": len(content.documents),
    }


@lru_cache(maxsize=4096)
def _shared(facet: str, slug: str, name: str) -> Value:
    """What many have, once for them all."""
    return Value(facet, slug, name)


@lru_cache(maxsize=20)
def _kind(kind: str) -> Value:
    return Value("kind", kind, labels=in_all_languages(lambda: Kind(kind).plural))


@lru_cache(maxsize=200)
def _language(code: str) -> Value:
    return Value("lang", code, language_name(code))


@lru_cache(maxsize=200)
def _year(year: int) -> Value:
    if year:
        return Value("year", str(year))
    return Value("year", UNDATED, labels=in_all_languages(lambda: _("Undated")))


def in_all_languages(text: Callable[[], str]) -> dict[str, str]:
    """What `text` gives in each language of the site."""
    labels = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            labels[language] = str(text())
    return labels


def _exists(facet: str, key: str) -> bool:
    if facet == "kind":
        return key in Kind.values
    if facet == "year":
        return key == UNDATED or bool(re.fullmatch(r"[0-9]{1,4}", key))
    if facet == "lang":
        return bool(re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", key))
    return facet in MODELS and MODELS[facet].objects.filter(slug=key).exists()


_HUBS = {"series": "series", "channel": "front", "author": "person", "person": "person", "topic": "topic"} | {
    "region": "region",
    "tag": "tag",
}


def _hub(facet: str, key: str) -> str:
    return canonical.hub_address(_HUBS[facet], key) if facet in _HUBS else ""


def _parts(name: str) -> set[str]:
    """The parts of formats whose heading in any language begins like `name`."""
    begin = _plain(name)
    headings = epoch.remember(
        "headings", lambda: list(FormatPart.objects.values_list("key", "heading", "headings"))
    )
    return {
        key
        for key, heading, others in headings
        if begin and any(_plain(text).startswith(begin) for text in (heading, *others.values()))
    }


def _present(path: str) -> str:
    """Where a permanent address leads."""
    short = re.fullmatch(r"/p/([1-9][0-9]{0,17})", path)
    held = Publication.objects.filter(pk=int(short[1])).values_list("year", "slug").first() if short else None
    return address(*held) if held else ""


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


def _keys() -> Iterator[int]:
    return Publication.objects.listed().order_by("pk").values_list("pk", flat=True).iterator()


def _some(keys: Iterable[int]) -> Iterator[Entry]:
    found = Publication.objects.listed().filter(pk__in=list(keys)).order_by("pk")
    # PostgreSQL's text, read by the quickest there is: Django's own way takes twice as long.
    held = list(found.values_list(*_Row._fields, Cast("content", TextField())))
    contents = [Content.from_json(orjson.loads(content)) for *_row, content in held]
    yield from _entries([_Row(*row) for *row, _content in held], contents)


def _count() -> int:
    return Publication.objects.listed().count()


def source() -> Source:
    """Publications as a source of the index: everything that is listed."""
    return Source(
        SOURCE,
        keys=_keys,
        some=_some,
        count=_count,
        exists=_exists,
        hub=_hub,
        parts=_parts,
        present=_present,
    )


def related(ids: Iterable[int]) -> dict[int, list[int]]:
    """For each publication: those about the same, the nearest first, more than a page shows."""
    return related_entries(SOURCE, list(ids), RELATED, ("topic", "tag", "region", "series"))
