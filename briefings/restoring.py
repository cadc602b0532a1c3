"""Restore: an earlier version becomes the draft again, as a new version. Public rows are never touched."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction
from django.utils.dateparse import parse_datetime

from briefings import drafting
from briefings.content import Content
from briefings.models import (
    Briefing,
    Channel,
    Document,
    Format,
    Image,
    Organisation,
    Origin,
    Person,
    Region,
    Series,
    Topic,
    Version,
)

_CREDITED = {"person": Person, "organisation": Organisation, "series": Series}
_COLUMNS = ["kind", "title", "language", "dek", "summary", "media_url", "place"]
_ALL_COLUMNS = [
    *_COLUMNS, "starts_at", "ends_at", "format", "channel", "series", "image", "image_alt", "image_caption",
]  # fmt: skip


class Restored(NamedTuple):
    """The new version, and the names of what the old one mentions and what is no longer there."""

    version: Version
    missing: list[str]


def restore(briefing: Briefing, version: Version, *, by=None) -> Restored:
    """Write what `version` says into the draft rows of `briefing` and freeze them. The caller checks the right."""
    with transaction.atomic():
        row = Briefing.objects.select_for_update().get(pk=briefing.pk)
        content, missing = version.read(), []
        _columns(row, content, missing)
        _parts(row, content)
        _links(row, content, missing)
        made = drafting.freeze(row, by=by, origin=Origin.RESTORED, note=version.name)
    briefing.refresh_from_db()
    return Restored(made, missing)


def _columns(row: Briefing, content: Content, missing: list[str]) -> None:
    for name in _COLUMNS:
        setattr(row, name, getattr(content, name))
    row.starts_at = parse_datetime(content.starts_at) if content.starts_at else None
    row.ends_at = parse_datetime(content.ends_at) if content.ends_at else None
    row.format = Format.objects.filter(key=content.format).first() or row.format
    row.channel = _found(Channel, content.channel, missing)
    row.series = _found(Series, content.series, missing)
    figure = content.figure
    row.image = Image.objects.filter(pk=figure.id).first() if figure else None
    if figure and not row.image:
        missing.append(figure.file.rpartition("/")[2])
    row.image_alt = figure.alt if figure and figure.own_alt else ""
    row.image_caption = figure.caption if figure and figure.own_caption else ""
    row.save(update_fields=_ALL_COLUMNS)


def _parts(row: Briefing, content: Content) -> None:
    """Parts keep their rows by key: what hangs on one stays there."""
    keys = [part.key for part in content.parts]
    row.parts.exclude(key__in=keys).delete()
    for position, part in enumerate(content.parts):
        said = {"heading": part.heading, "kind": part.kind, "body": part.html, "position": position}
        row.parts.update_or_create(key=part.key, defaults=said)


def _links(row: Briefing, content: Content, missing: list[str]) -> None:
    row.topics.set(_all(Topic, content.topics, missing))
    row.regions.set(_all(Region, content.regions, missing))
    row.tags.set([tag.name for tag in content.tags])
    row.credits.all().delete()
    for position, credit in enumerate(content.credits):
        if who := _found(_CREDITED[credit.kind], credit.to, missing):
            row.credits.create(role=credit.role, position=position, **{credit.kind: who})
    row.document_links.all().delete()
    present = Document.objects.in_bulk([paper.id for paper in content.documents])
    for position, paper in enumerate(content.documents):
        if paper.id in present:
            row.document_links.create(document=present[paper.id], position=position)
        else:
            missing.append(paper.title)


def _found(model, ref, missing: list[str]):
    return next(iter(_all(model, [ref] if ref else [], missing)), None)


def _all(model, refs, missing: list[str]) -> list:
    present = model.objects.in_bulk([ref.id for ref in refs])
    missing += [ref.name for ref in refs if ref.id not in present]
    return [present[ref.id] for ref in refs if ref.id in present]
