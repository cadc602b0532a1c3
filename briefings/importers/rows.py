"""The rows that hang on a briefing (parts, credits, topics, regions, tags), written for a batch at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import Model
from taggit.models import Tag

from briefings import drafting
from briefings.content import Content
from briefings.importers.references import References
from briefings.models import Briefing, BriefingPart, BriefingTag, Credit, Region, Topic

if TYPE_CHECKING:
    from briefings.importers.writing import Job

_TOPICS, _REGIONS = Briefing.topics.through, Briefing.regions.through


def replace_rows(jobs: Sequence[Job], briefings: Sequence[Briefing], references: References) -> None:
    """Give each (saved) briefing the rows its record asks for. Fields absent from the file leave theirs alone."""
    pairs = list(zip(jobs, briefings, strict=True))
    _replace(
        BriefingPart, "briefing", [b for _job, b in pairs], (row for pair in pairs for row in _parts(*pair))
    )
    for model, owner, name, rows in (
        (Credit, "briefing", "credits", _credits),
        (_TOPICS, "briefing", "topics", _topics),
        (_REGIONS, "briefing", "regions", _regions),
        (BriefingTag, "content_object", "tags", _tags),
    ):
        given = [(job, b) for job, b in pairs if getattr(job.record, name) is not None]
        _replace(
            model, owner, [b for _job, b in given], (row for pair in given for row in rows(*pair, references))
        )


def contents(
    jobs: Sequence[Job], briefings: Sequence[Briefing], references: References
) -> list[tuple[Briefing, Content]]:
    """What each briefing says now. Of a new one every row is known; the others are read again."""
    return [
        (
            briefing,
            drafting.content_of(briefing) if briefing.latest_version_id else _said(job, briefing, references),
        )
        for job, briefing in zip(jobs, briefings, strict=True)
    ]


def _said(job: Job, briefing: Briefing, references: References) -> Content:
    return drafting.assemble(
        briefing,
        parts=_parts(job, briefing),
        credits=_credits(job, briefing, references) if job.record.credits else (),
        topics=references.by_name(Topic, job.record.topics or ()),
        regions=references.by_name(Region, job.record.regions or ()),
        tags=references.by_name(Tag, job.record.tags or ()),
    )


def _replace(model: type[Model], owner: str, briefings: list[Briefing], rows: Iterable[Model]) -> None:
    old = [briefing for briefing in briefings if briefing.latest_version_id]
    if old:
        model._base_manager.filter(**{f"{owner}__in": old}).delete()
    model._base_manager.bulk_create(rows)


def _parts(job: Job, briefing: Briefing) -> Iterable[BriefingPart]:
    for n, part in enumerate(job.shape.parts):
        yield BriefingPart(
            briefing=briefing, key=part.key, heading=part.heading, kind=part.kind, body=part.html, position=n
        )


def _credits(job: Job, briefing: Briefing, references: References) -> Iterable[Credit]:
    for n, (role, name) in enumerate(job.record.credits):
        to = references.credited(role, name, job.record)
        yield Credit(briefing=briefing, role=role, position=n, **{to._meta.model_name: to})


def _topics(job: Job, briefing: Briefing, references: References) -> Iterable[Model]:
    for topic in references.many(Topic, job.record.topics):
        yield _TOPICS(briefing=briefing, topic=topic)


def _regions(job: Job, briefing: Briefing, references: References) -> Iterable[Model]:
    for region in references.many(Region, job.record.regions):
        yield _REGIONS(briefing=briefing, region=region)


def _tags(job: Job, briefing: Briefing, references: References) -> Iterable[BriefingTag]:
    for tag in references.many(Tag, job.record.tags):
        yield BriefingTag(content_object=briefing, tag=tag)
