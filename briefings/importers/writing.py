"""Write a batch of records: draft rows, a frozen version each, and public rows through `publishing`.

One transaction a batch. Where the database or publishing refuses, the batch is halved until the one record at fault
stands alone: the others are in, that one is not, and nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from briefings import drafting, publishing
from briefings.importers.records import Record
from briefings.importers.references import References
from briefings.importers.rows import contents, replace_rows
from briefings.importers.shapes import FREE, Shape
from briefings.importers.texts import Rejected
from briefings.models import Briefing, Channel, Format, Image, Series, State, Version
from briefings.publishing.locking import lock

NOTE = "import"
# An editor took these back: a changed record does not bring them back.
STAYING = (State.WITHDRAWN, State.RETRACTED)
_FIELDS = (
    "kind format title summary language channel series image image_alt image_caption published_at undated "
    "external_digest"
).split()


@dataclass(frozen=True)
class Job:
    """A record to write: its line, how it is kept, and the briefing it updates (None: a new one)."""

    line: int
    record: Record
    shape: Shape
    briefing_id: int | None = None
    image: Image | None = None


class Undo(Exception):
    """Ends a dry run's transaction."""


def write(jobs: Sequence[Job], *, now: datetime, dry_run: bool = False) -> dict[int, Rejected]:
    """Store `jobs`; return those refused, by line. Only a lost connection raises."""
    if not jobs:
        return {}
    try:
        with transaction.atomic():
            _write(jobs, now)
            if dry_run:
                raise Undo
    except Undo:
        return {}
    except (DatabaseError, ValidationError, ValueError, Rejected, publishing.NotReady) as error:
        if isinstance(error, DatabaseError) and not connection.in_atomic_block and not connection.is_usable():
            raise
        if len(jobs) == 1:
            return {jobs[0].line: _reason(error)}
        half = len(jobs) // 2
        return write(jobs[:half], now=now, dry_run=dry_run) | write(jobs[half:], now=now, dry_run=dry_run)
    return {}


def _reason(error: Exception) -> Rejected:
    if isinstance(error, Rejected):
        return error
    return Rejected("", " ".join(str(error).split("\n")[0].split()) or type(error).__name__)


def _write(jobs: Sequence[Job], now: datetime) -> None:
    references = References(job.record for job in jobs)
    formats = _formats(job.shape.format for job in jobs)
    known = lock(Briefing(pk=job.briefing_id) for job in jobs if job.briefing_id)
    dates = {pk: (row.published_at, row.undated) for pk, row in known.items()}
    briefings = [known.get(job.briefing_id) or _new(job, now) for job in jobs]
    for job, briefing in zip(jobs, briefings, strict=True):
        _fill(briefing, job, references, formats)
    Briefing.objects.bulk_create([briefing for briefing in briefings if briefing.pk is None])
    Briefing.objects.bulk_create(
        known.values(), update_conflicts=True, unique_fields=["pk"], update_fields=_FIELDS
    )
    replace_rows(jobs, briefings, references)
    versions = drafting.freeze_many(contents(jobs, briefings, references), note=NOTE, now=now)
    same = {
        row.pk
        for row in known.values()
        if row.live_version_id == versions[row.pk].pk and dates[row.pk] == (row.published_at, row.undated)
    }
    _publish(
        [(job, row) for job, row in zip(jobs, briefings, strict=True) if row.pk not in same], versions, now
    )


def _formats(keys: Iterable[str]) -> dict[str, Format]:
    keys = set(keys)
    if FREE in keys:
        Format.objects.get_or_create(
            key=FREE, defaults={"name": "Free form", "names": {"ko": "자유 형식"}, "kind": "article"}
        )
    return {form.key: form for form in Format.objects.filter(key__in=keys).prefetch_related("parts")}


def _new(job: Job, now: datetime) -> Briefing:
    return Briefing(external_id=job.record.id, created=now, changed=now)


def _fill(briefing: Briefing, job: Job, references: References, formats: dict[str, Format]) -> None:
    """Put the record's own words on the briefing; what the file says nothing about stays as it is."""
    record = job.record
    briefing.title, briefing.language = record.title, record.language
    briefing.format, briefing.kind = formats[job.shape.format], job.shape.kind
    briefing.published_at, briefing.undated = record.published_at, record.published_at is None
    briefing.external_digest = record.digest
    if record.summary is not None:
        briefing.summary = record.summary
    if job.image:
        briefing.image = job.image
        briefing.image_alt, briefing.image_caption = record.image.alt, record.image.caption
    if record.channel is not None:
        briefing.channel = references.one(Channel, record.channel) if record.channel else None
    if record.series is not None:
        briefing.series = references.one(Series, record.series) if record.series else None


def _publish(pairs: Iterable[tuple[Job, Briefing]], versions: dict[int, Version], now: datetime) -> None:
    due = []
    for job, briefing in pairs:
        if job.record.draft or briefing.state in STAYING:
            continue
        found = publishing.problems(versions[briefing.pk].read(), briefing.format)
        if found:
            raise publishing.NotReady(found)
        due.append(briefing)
    due_versions = {briefing.pk: versions[briefing.pk] for briefing in due}
    publishing.publish_many(due, due_versions, now=now, found_later=True)
