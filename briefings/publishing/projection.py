"""From a version to its public rows. `project` only computes; `write` stores, for one publication or a thousand."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field, replace

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from briefings import cards, findable, findable_beside, slugs
from briefings.bylines import byline
from briefings.content import Content
from briefings.drafting import content_of
from briefings.mentions import Mentions
from briefings.models import (
    Briefing,
    Correction,
    Publication,
    PublicationCredit,
    PublishedCorrection,
    PublishedVersion,
    Region,
    Version,
)
from briefings.publishing.addresses import year_of
from search import indexing

_LINKS = {
    Publication.topics.through: "topic_id",
    Publication.regions.through: "region_id",
    Publication.tags.through: "tag_id",
    Publication.documents.through: "document_id",
}
_JOINED = (*_LINKS, PublicationCredit, PublishedCorrection)
# What is related is found after the row is written.
_COLUMNS = [f.name for f in Publication._meta.concrete_fields if not f.primary_key and f.name != "related"]


@dataclass
class PublicRows:
    """One publication and the rows that hang on it, not yet saved."""

    publication: Publication
    joined: list[Model] = field(default_factory=list)


def publication_of(briefing: Briefing, content: Content, *, version: int, updated_at) -> Publication:
    """The public row of `content`, unsaved. A preview is this row of the draft's content."""
    return Publication(
        briefing=briefing,
        external_id=briefing.external_id,
        kind=content.kind,
        language=content.language,
        translation_key=briefing.translation_key,
        title=content.title,
        dek=content.dek,
        byline=byline(content),
        year=year_of(briefing),
        slug=briefing.slug,
        published_at=None if briefing.undated else briefing.published_at,
        updated_at=updated_at,
        version=version,
        retracted=bool(briefing.retraction_note),
        retraction_note=briefing.retraction_note,
        channel_id=content.channel and content.channel.id,
        series_id=content.series and content.series.id,
        card=cards.of(content),
        content=content.to_json(),
        text=content.text,
    )


def preview_of(
    briefing: Briefing, version: Version | None = None, content: Content | None = None
) -> Publication:
    """What publishing `content`, or `version`, or by default the draft as it is now, would show, unsaved."""
    shown = copy(briefing)
    shown.published_at = briefing.published_at or timezone.now()
    shown.slug = briefing.slug or slugs.slugify(briefing.title, otherwise=briefing.kind)
    content = content or (version.read() if version else content_of(briefing))
    content = replace(content, parts=Mentions.of_texts(part.html for part in content.parts).parts(content))
    version = version or briefing.latest_version
    number = version.number if version else 1
    publication = publication_of(shown, content, version=number, updated_at=shown.published_at)
    if publication.series_id == briefing.series_id:
        publication.series = briefing.series  # which is at hand
    return publication


def joined_rows(content: Content, pk: int, within: dict[int, set[int]]) -> list[Model]:
    """Credits and links of the publication `pk`. `within` gives for a region the ids it lies in, itself included."""
    regions = set().union(*(within.get(region.id, {region.id}) for region in content.regions))
    ids = {
        "topic_id": [topic.id for topic in content.topics],
        "region_id": sorted(regions),
        "tag_id": [tag.id for tag in content.tags],
        "document_id": [document.id for document in content.documents],
    }
    links = [
        through(publication_id=pk, **{column: value})
        for through, column in _LINKS.items()
        for value in dict.fromkeys(ids[column])
    ]
    credits = [
        PublicationCredit(publication_id=pk, role=c.role, position=n, **{f"{c.kind}_id": c.to.id})
        for n, c in enumerate(content.credits)
    ]
    return [*links, *credits]


# What somebody publishes at this moment is passed over: waiting for each other would never end.
_RELATE_BACK = f"""
UPDATE {Publication._meta.db_table} SET related = array_append(related, %(pk)s::bigint)
 WHERE briefing_id IN (
    SELECT briefing_id FROM {Publication._meta.db_table}
     WHERE briefing_id = ANY(%(nearest)s) AND cardinality(related) < %(most)s AND NOT %(pk)s = ANY(related)
       FOR UPDATE SKIP LOCKED)"""


def correction_rows(ids: list[int]) -> list[Model]:
    """Public copies of the corrections of these briefings."""
    return [
        PublishedCorrection(publication_id=c.briefing_id, note=c.note, material=c.material, made_at=c.made_at)
        for c in Correction.objects.filter(briefing_id__in=ids)
    ]


def copy_versions(ids: list[int]) -> None:
    """Public copies of the versions of these briefings that were ever live, made inside the database: versions never
    change, so those that are there already are right."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {PublishedVersion._meta.db_table} (publication_id, number, content, published_at) "
            f"SELECT briefing_id, number, content, published_at FROM {Version._meta.db_table} "
            "WHERE briefing_id = ANY(%s) AND published_at IS NOT NULL ON CONFLICT DO NOTHING",
            [ids],
        )


def regions_within() -> dict[int, set[int]]:
    """For every region: itself and all regions that it lies in."""
    parents = dict(Region.objects.values_list("pk", "parent_id"))
    within = {}
    for region in parents:
        chain, above = set(), region
        while above and above not in chain:
            chain.add(above)
            above = parents.get(above)
        within[region] = chain
    return within


def write(rows: list[PublicRows], *, found_later: bool = False) -> None:
    """Store the public rows, replacing what these publications had. `found_later`: the search takes them over only
    when the caller has it catch up, or when a job does."""
    publications = [row.publication for row in rows]
    ids = [publication.pk for publication in publications]
    Publication.objects.bulk_create(
        publications, update_conflicts=True, unique_fields=["briefing"], update_fields=_COLUMNS
    )
    copy_versions(ids)
    joined = [model for row in rows for model in row.joined] + correction_rows(ids)
    people = findable_beside.credited_by(ids)
    for model in _JOINED:
        model._base_manager.filter(publication_id__in=ids).delete()
        model._base_manager.bulk_create([row for row in joined if type(row) is model])
    indexing.remove(findable.SOURCE, [p.pk for p in publications if p.retracted])
    people |= {row.person_id for row in joined if isinstance(row, PublicationCredit) and row.person_id}
    if found_later:
        indexing.later(findable.SOURCE, ids)
        findable_beside.renew(people, ids, later=True)
        return
    findable.index_now([p for p in publications if not p.retracted])
    findable_beside.renew(people, ids)
    if len(publications) == 1:
        relate(ids)


def relate(ids: list[int]) -> None:
    """Note on publications which others are about the same, and on those, where there is room, that this one is.

    Those of a large batch wait for the job that does this.
    """
    for pk, nearest in findable.related(ids).items():
        Publication.objects.filter(pk=pk).update(related=nearest)
        with connection.cursor() as cursor:
            cursor.execute(_RELATE_BACK, {"pk": pk, "nearest": nearest, "most": findable.RELATED})
