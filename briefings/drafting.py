"""From draft rows to `Content`, and from `Content` to an immutable version."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from taggit.models import Tag

from briefings import models
from briefings.content import Attachment, Content, Credit, Figure, Part, Ref
from briefings.models import (
    Briefing,
    BriefingDocument,
    BriefingPart,
    Document,
    Image,
    Origin,
    Region,
    Review,
    Topic,
    Version,
)
from briefings.sanitizing import clean


def content_of(briefing: Briefing) -> Content:
    """What the draft rows of `briefing` say now."""
    return assemble(
        briefing,
        parts=briefing.parts.all(),
        credits=briefing.credits.select_related("person", "organisation", "series"),
        documents=briefing.document_links.select_related("document"),
        topics=briefing.topics.all(),
        regions=briefing.regions.all(),
        tags=briefing.tags.order_by("name"),
    )


def assemble(
    briefing: Briefing,
    *,
    parts: Iterable[BriefingPart],
    credits: Iterable[models.Credit] = (),
    documents: Iterable[BriefingDocument] = (),
    topics: Iterable[Topic] = (),
    regions: Iterable[Region] = (),
    tags: Iterable[Tag] = (),
) -> Content:
    """The content of `briefing` with these rows, which come in the order that `content_of` reads them in: by position,
    and topics, regions and tags by name."""
    return Content(
        kind=briefing.kind,
        title=briefing.title.strip(),
        language=briefing.language,
        dek=briefing.dek.strip(),
        summary=briefing.summary.strip(),
        format=briefing.format.key,
        parts=tuple(Part(p.key, p.heading, str(clean(p.body)), p.kind) for p in parts),
        credits=tuple(Credit(row.role, row.to._meta.model_name, ref(row.to)) for row in credits),
        figure=briefing.image and figure_of(briefing.image, briefing.image_alt, briefing.image_caption),
        documents=tuple(attachment_of(link.document) for link in documents),
        channel=ref(briefing.channel),
        series=ref(briefing.series),
        topics=tuple(ref(topic) for topic in topics),
        regions=tuple(ref(region) for region in regions),
        tags=tuple(ref(tag) for tag in tags),
        media_url=briefing.media_url,
        starts_at=briefing.starts_at.isoformat() if briefing.starts_at else "",
        ends_at=briefing.ends_at.isoformat() if briefing.ends_at else "",
        place=briefing.place,
    )


def ref(thing) -> Ref | None:
    """A mention of a named thing (person, series, tag…), or None for None."""
    if thing is None:
        return None
    return Ref(
        id=thing.pk,
        name=thing.name,
        slug=getattr(thing, "slug", ""),
        names=getattr(thing, "names", {}),
        url=getattr(thing, "url", ""),
    )


def figure_of(image: Image, alt: str = "", caption: str = "") -> Figure:
    """The picture as a content shows it; `alt` and `caption` replace its own where given."""
    return Figure(
        id=image.pk,
        file=image.file.name,
        width=image.width,
        height=image.height,
        alt=alt or image.alt,
        caption=caption or image.caption,
        credit=image.credit,
        credit_url=image.credit_url,
        licence=image.licence,
        focal=(image.focal_x, image.focal_y),
        renditions=image.renditions,
        own_alt=bool(alt),
        own_caption=bool(caption),
    )


def attachment_of(document: Document) -> Attachment:
    return Attachment(
        id=document.pk,
        title=document.title,
        url=document.get_absolute_url(),
        size=document.size,
        pages=document.pages,
        language=document.language,
    )


def freeze_many(
    contents: Sequence[tuple[Briefing, Content]], *, note: str = "", now: datetime
) -> dict[int, Version]:
    """`freeze` for briefings whose rows the caller has locked or made, with what they say; versions by briefing id."""
    latest = Version.objects.in_bulk([b.latest_version_id for b, _content in contents if b.latest_version_id])
    highest = dict(
        Version.objects.filter(briefing__in=[briefing for briefing, _content in contents])
        .order_by()
        .values_list("briefing")
        .annotate(Max("number"))
    )
    versions, fresh = {}, []
    for briefing, content in contents:
        stored, known = content.to_json(), latest.get(briefing.latest_version_id)
        if known and _as_json(stored) == known.content:
            versions[briefing.pk] = known
            continue
        number = highest.get(briefing.pk, 0) + 1
        version = Version(briefing=briefing, number=number, content=stored, note=note, created=now)
        versions[briefing.pk] = version
        fresh.append(version)
    Version.objects.bulk_create(fresh)
    for version in fresh:
        version.briefing.latest_version, version.briefing.changed = version, now
    newest = Version.objects.filter(briefing=OuterRef("pk")).order_by("-number").values("pk")[:1]
    ids = [version.briefing_id for version in fresh]
    Briefing.objects.filter(pk__in=ids).update(latest_version=Subquery(newest), changed=now)
    if fresh:
        Review.objects.outdate(fresh)
    return versions


def freeze(
    briefing: Briefing,
    *,
    by=None,
    note: str = "",
    origin: Origin = Origin.SAVED,
    now: datetime | None = None,
) -> Version:
    """Keep what the draft says as the next version; return the latest one when nothing has changed.

    `by` is the user who saved. The briefing row is locked, so two saves never take one number.
    """
    now = now or timezone.now()
    with transaction.atomic():
        locked = _locked(briefing)
        stored = content_of(briefing).to_json()
        latest = locked.latest_version
        if latest is None or _as_json(stored) != latest.content:
            latest = _next(locked, stored, note=note, origin=origin, created=now, created_by=by)
            Briefing.objects.filter(pk=locked.pk).update(latest_version=latest, changed=now)
            Review.objects.outdate([latest], by=by)
            briefing.changed = now
        briefing.latest_version = latest
    return latest


def set_aside(briefing: Briefing, content: Content, *, by=None, origin: Origin = Origin.ASIDE) -> Version:
    """Keep `content` as a version without making it the draft; return the newest one when that says the same."""
    with transaction.atomic():
        locked = _locked(briefing)
        stored, newest = content.to_json(), locked.versions.first()
        if newest and newest.content == _as_json(stored):
            return newest
        return _next(locked, stored, origin=origin, created=timezone.now(), created_by=by)


def _locked(briefing: Briefing) -> Briefing:
    """The row, locked. Joined to it, its latest version would be the one from before the lock was waited for."""
    return Briefing.objects.select_for_update().get(pk=briefing.pk)


def _next(locked: Briefing, stored: dict, **fields) -> Version:
    """The version with the next number: beyond the latest there can be some that were set aside."""
    highest = Version.objects.filter(briefing=locked).aggregate(Max("number"))["number__max"] or 0
    return Version.objects.create(briefing=locked, number=highest + 1, content=stored, **fields)


def _as_json(stored: dict) -> dict:
    """Tuples become lists, as they do in the database."""
    return json.loads(json.dumps(stored))
