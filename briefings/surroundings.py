"""What stands around a publication on its page: other languages, neighbours, related pieces, corrections, versions.

Two queries whatever there is: one for all other publications, one for the history.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from django.db.models import BooleanField, F, Q, QuerySet, TextField, Value

from briefings.models import Publication, PublishedCorrection, PublishedVersion
from briefings.models.publication import NEWEST_FIRST

RELATED = 3
_CANDIDATES = 8  # a few more than are shown, since some are neighbours or translations already
_OLDEST_FIRST = (F("published_at").asc(nulls_first=True), F("briefing_id").asc())


class Relation(IntEnum):
    """Why another publication is shown, the nearest first: a piece is shown where it matters most."""

    TRANSLATION, PREVIOUS, NEXT, TAG, TOPIC, CHANNEL = range(6)


@dataclass(frozen=True)
class PastVersion:
    """A version that was public once; the live one is not among them."""

    number: int
    published_at: datetime


@dataclass(frozen=True)
class CorrectionNote:
    note: str
    material: bool
    made_at: datetime


@dataclass
class Surroundings:
    """Everything beside the piece itself; empty for a preview."""

    translations: list[Publication] = field(default_factory=list)
    previous: Publication | None = None
    next: Publication | None = None
    related: list[Publication] = field(default_factory=list)
    corrections: list[CorrectionNote] = field(default_factory=list)
    versions: list[PastVersion] = field(default_factory=list)

    @classmethod
    def of(cls, publication: Publication) -> Surroundings:
        """Read what surrounds a publication that readers can see."""
        found = cls()
        found._read_others(publication)
        found._read_history(publication)
        return found

    def _read_others(self, publication: Publication) -> None:
        first, *rest = _others(publication)
        seen: set[int] = set()
        for other in sorted(first.union(*rest, all=True), key=lambda other: other.relation):
            if other.relation == Relation.TRANSLATION:
                self.translations.append(other)
            elif other.relation == Relation.PREVIOUS:
                self.previous = other
            elif other.relation == Relation.NEXT:
                self.next = other
            elif other.pk not in seen and len(self.related) < RELATED:
                self.related.append(other)
            else:
                continue
            seen.add(other.pk)

    def _read_history(self, publication: Publication) -> None:
        text, flag = TextField(), BooleanField()
        versions = PublishedVersion.objects.filter(publication=publication).exclude(
            number=publication.version
        )
        corrections = PublishedCorrection.objects.filter(publication=publication)
        rows = (
            versions.order_by()
            .annotate(said=Value("", text), weighty=Value(False, flag))
            .values_list("number", "said", "weighty", "published_at")
            .union(
                corrections.order_by()
                .annotate(number=Value(0))
                .values_list("number", "note", "material", "made_at"),
                all=True,
            )
        )
        for number, note, material, moment in sorted(rows, key=lambda row: row[3], reverse=True):
            if number:
                self.versions.append(PastVersion(number, moment))
            else:
                self.corrections.append(CorrectionNote(note, material, moment))


def _others(publication: Publication) -> list[QuerySet]:
    """Queries for one UNION, which comes back newest first."""
    listed = Publication.objects.listed().cards().exclude(pk=publication.pk)
    translations = listed.filter(translation_key=publication.translation_key).order_by("language")
    parts = [_related_by(Relation.TRANSLATION, translations)]
    if publication.published_at:
        parts += _neighbours(publication, listed)
    return [*parts, *_related(publication, listed)]


def _neighbours(publication: Publication, listed: QuerySet) -> list[QuerySet]:
    """The piece before and the one after, within the series, else the channel, else the site."""
    same = listed.filter(language=publication.language)
    if publication.series_id:
        same = same.filter(series=publication.series_id)
    elif publication.channel_id:
        same = same.filter(channel=publication.channel_id)
    moment, pk = publication.published_at, publication.pk
    before = same.filter(published_at__lte=moment).exclude(Q(published_at=moment, pk__gt=pk))
    after = same.filter(published_at__gte=moment).exclude(Q(published_at=moment, pk__lt=pk))
    return [
        _related_by(Relation.PREVIOUS, before.order_by(*NEWEST_FIRST)[:1]),
        _related_by(Relation.NEXT, after.order_by(*_OLDEST_FIRST)[:1]),
    ]


def _related(publication: Publication, listed: QuerySet) -> list[QuerySet]:
    """The newest with a tag in common, then a topic, then those of the channel, in the same language."""
    says, found = publication.says, []
    same = listed.filter(language=publication.language).order_by(*NEWEST_FIRST)
    for relation, mentions, through, column in (
        (Relation.TAG, says.tags, Publication.tags.through, "tag_id"),
        (Relation.TOPIC, says.topics, Publication.topics.through, "topic_id"),
    ):
        if mentions:
            links = through.objects.filter(**{f"{column}__in": [mention.id for mention in mentions]})
            here = same.filter(pk__in=links.values("publication_id"))
            found.append(_related_by(relation, here[:_CANDIDATES]))
    if publication.channel_id:
        found.append(_related_by(Relation.CHANNEL, same.filter(channel=publication.channel_id)[:_CANDIDATES]))
    return found


def _related_by(relation: Relation, query: QuerySet) -> QuerySet:
    return query.annotate(relation=Value(int(relation)))
