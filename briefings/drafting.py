"""From draft rows to `Content`, and from `Content` to an immutable version."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from briefings.content import Attachment, Content, Credit, Figure, Part, Ref
from briefings.models import Briefing, Document, Image, Version
from briefings.sanitizing import clean


def content_of(briefing: Briefing) -> Content:
    """What the draft rows of `briefing` say now."""
    return Content(
        kind=briefing.kind,
        title=briefing.title.strip(),
        language=briefing.language,
        dek=briefing.dek.strip(),
        summary=briefing.summary.strip(),
        format=briefing.format.key,
        parts=tuple(Part(p.key, p.heading, str(clean(p.body)), p.kind) for p in briefing.parts.all()),
        credits=_credits(briefing),
        figure=_figure(briefing),
        documents=_documents(briefing),
        channel=ref(briefing.channel),
        series=ref(briefing.series),
        topics=tuple(ref(topic) for topic in briefing.topics.all()),
        regions=tuple(ref(region) for region in briefing.regions.all()),
        tags=tuple(ref(tag) for tag in briefing.tags.order_by("name")),
        media_url=briefing.media_url,
        starts_at=briefing.starts_at.isoformat() if briefing.starts_at else "",
        ends_at=briefing.ends_at.isoformat() if briefing.ends_at else "",
        place=briefing.place,
    )


def _credits(briefing: Briefing) -> tuple[Credit, ...]:
    rows = briefing.credits.select_related("person", "organisation", "series")
    return tuple(Credit(row.role, row.to._meta.model_name, ref(row.to)) for row in rows)


def _figure(briefing: Briefing) -> Figure | None:
    return briefing.image and figure_of(briefing.image, briefing.image_alt, briefing.image_caption)


def _documents(briefing: Briefing) -> tuple[Attachment, ...]:
    return tuple(attachment_of(link.document) for link in briefing.document_links.select_related("document"))


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


def freeze(briefing: Briefing, *, by=None, note: str = "", now: datetime | None = None) -> Version:
    """Keep what the draft says as the next version; return the latest one when nothing has changed.

    `by` is the user who saved. The briefing row is locked, so two saves never take one number.
    """
    now = now or timezone.now()
    with transaction.atomic():
        locked = (
            Briefing.objects.select_for_update(of=("self",))
            .select_related("latest_version")
            .get(pk=briefing.pk)
        )
        stored = content_of(briefing).to_json()
        latest = locked.latest_version
        if latest is None or _as_json(stored) != latest.content:
            number = latest.number + 1 if latest else 1
            latest = Version.objects.create(
                briefing=locked, number=number, content=stored, note=note, created=now, created_by=by
            )
            Briefing.objects.filter(pk=locked.pk).update(latest_version=latest, changed=now)
            briefing.changed = now
        briefing.latest_version = latest
    return latest


def _as_json(stored: dict) -> dict:
    """Tuples become lists, as they do in the database."""
    return json.loads(json.dumps(stored))
