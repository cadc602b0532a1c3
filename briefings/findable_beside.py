"""What the search is told about people and editions: found beside publications, and never counted among them.

A person can be found while something that is listed credits them, an edition from the moment it is sent. An edition is
found by its own words and the titles in it: the pieces themselves are found by theirs, and a title only as long as its
piece is listed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext as _

from briefings import findable
from briefings.content import Part
from briefings.listing.facets import language_name
from briefings.models import Channel, EditionItem, Person, Publication, PublicationCredit, SentEdition, Series
from briefings.representation import moment
from search import indexing
from search.entries import AsideSource, Entry, Passage, Value
from search.querying.vocabulary import counts

PERSON, EDITION = "person", "edition"


def sources() -> list[AsideSource]:
    """People and editions as sources of what stands beside publications."""
    return [
        AsideSource(
            PERSON, keys=_people, some=_some_people, count=lambda: _credited().count(), kind=_people_kind
        ),
        AsideSource(
            EDITION,
            keys=_editions,
            some=_some_editions,
            count=SentEdition.objects.count,
            kind=_editions_kind,
        ),
    ]


def credited_by(publications: Iterable[int]) -> set[int]:
    """The people whom these publications credit now."""
    credits = PublicationCredit.objects.filter(publication__in=publications).exclude(person=None)
    return set(credits.values_list("person", flat=True))


def carrying(publications: Iterable[int]) -> list[int]:
    """The sent editions that these publications stand in."""
    items = EditionItem.objects.filter(briefing__in=publications, edition__as_sent__isnull=False)
    return list(items.order_by().values_list("edition", flat=True).distinct())


def renew(people: Collection[int], publications: Collection[int], *, later: bool = False) -> None:
    """Have `people`, and the editions that `publications` stand in, found as they are now; `later`: noted for
    `indexing.catch_up`."""
    for source, keys in ((PERSON, people), (EDITION, carrying(publications))):
        (indexing.later if later else indexing.renew)(source, keys)


def renew_mentioned(thing: Model) -> None:
    """After `thing` was saved: have it found as it is now, and editions under the present name of series and channel."""
    if isinstance(thing, Person):
        indexing.renew(PERSON, [thing.pk])
    named = {Series: "series", Channel: "series__channel"}.get(type(thing))
    if named:
        editions = SentEdition.objects.filter(**{named: thing.pk})
        indexing.renew(EDITION, list(editions.values_list("pk", flat=True)))


# -- people


def _is_credited() -> Exists:
    """Whether something that is listed credits a person."""
    return Exists(PublicationCredit.objects.filter(person=OuterRef("pk"), publication__retracted=False))


def _credited() -> QuerySet[Person]:
    return Person.objects.filter(_is_credited())


def _people() -> Iterator[int]:
    return _credited().order_by("pk").values_list("pk", flat=True).iterator()


def _some_people(keys: Iterable[int]) -> Iterator[Entry]:
    people = list(_credited().filter(pk__in=list(keys)).order_by("pk"))
    # The index has counted them: somebody may be credited by a hundred thousand.
    pieces = counts("person", [person.slug for person in people])
    for person in people:
        yield _person(person, pieces.get(person.slug, 0))


def _person(person: Person, pieces: int) -> Entry:
    names = list(dict.fromkeys(filter(None, (person.name, *person.names.values()))))
    texts = [Part("", "", html).text for html in (person.bio, *person.bios.values()) if html]
    return Entry(
        source=PERSON,
        key=person.pk,
        title=" · ".join(names),
        language=settings.LANGUAGE_CODE,
        published=None,
        passages=tuple(Passage(text) for text in texts if text),
        about="\n".join(filter(None, (person.title, *person.titles.values()))),
        shown={
            "id": person.pk,
            "url": person.get_absolute_url(),
            "title": person.name,
            "kind": PERSON,
            "language": settings.LANGUAGE_CODE,
            "note": person.title,
            "notes": person.titles,
            "publications": pieces,
        },
        weight=pieces,
    )


# -- editions


def _editions() -> Iterator[int]:
    return SentEdition.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _some_editions(keys: Iterable[int]) -> Iterator[Entry]:
    editions = list(
        SentEdition.objects.filter(pk__in=list(keys))
        .select_related("series", "series__channel")
        .prefetch_related("corrections")
        .order_by("pk")
    )
    items = {item["id"] for sent in editions for item in sent.content.get("items", ())}
    listed = set(Publication.objects.listed().filter(pk__in=items).values_list("pk", flat=True))
    for sent in editions:
        yield _edition(sent, listed)


def _edition(sent: SentEdition, listed: set[int]) -> Entry:
    says, series = sent.content, sent.series
    items = [item for item in says.get("items", ()) if item["id"] in listed]
    own = [says.get("preheader", ""), Part("", "", says.get("intro", "")).text]
    notes = [Part("", "", correction.note).text for correction in sent.corrections.all()]
    texts = [*own, *notes, *(item.get("note", "") for item in items), *(item["title"] for item in items)]
    return Entry(
        source=EDITION,
        key=sent.pk,
        title=sent.subject,
        language=sent.language,
        published=sent.sent_at,
        passages=tuple(Passage(text) for text in texts if text),
        about="\n".join((series.name, *series.names.values())),
        facets=tuple(_values(sent)),
        shown={
            "id": sent.pk,
            "url": sent.get_absolute_url(),
            "title": sent.subject,
            "kind": EDITION,
            "language": sent.language,
            "published": moment(sent.sent_at),
            "series": {"name": series.name, "names": series.names},
            "number": sent.number,
        },
    )


def _values(sent: SentEdition) -> Iterator[Value]:
    series, channel = sent.series, sent.series.channel
    yield Value("series", series.slug, series.name, series.names)
    if channel:
        yield Value("channel", channel.slug, channel.name, channel.names)
    yield Value("year", str(sent.date.year))
    yield Value("lang", sent.language, language_name(sent.language))


@lru_cache(maxsize=1)
def _people_kind() -> Value:
    return Value("kind", PERSON, labels=findable.in_all_languages(lambda: _("People")))


@lru_cache(maxsize=1)
def _editions_kind() -> Value:
    return Value("kind", EDITION, labels=findable.in_all_languages(lambda: _("Editions")))
