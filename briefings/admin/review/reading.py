"""What the form shows of a review, read together with the briefing: the form is a page of few queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from briefings.models import Briefing, Comment, Desk, Plan, PlanState, PlanVerb, Reach, name_of
from briefings.publishing import rights


@dataclass
class Note:
    """A comment as the form shows it, with its answers."""

    pk: int
    part: str
    answers: int | None
    who: str
    share: int | None
    text: str
    version: int | None
    written_at: datetime
    resolved_at: datetime | None
    said: list[Note] = field(default_factory=list)

    @classmethod
    def read(cls, row: dict) -> Note:
        moments = {name: row[name] and datetime.fromisoformat(row[name]) for name in _MOMENTS}
        return cls(**{**row, **moments})


_MOMENTS = ("written_at", "resolved_at")
_COMMENT = ("pk", "part", "answers", "who", "share", "text", "version", *_MOMENTS)
_PLAN = ("pk", "verb", "at", "state", "problem", "version__number")
_DESK = ("channel", "series", "channel__series")
_COLLEAGUE = ("pk", "username", "first_name", "last_name")


def with_review(rows: QuerySet[Briefing], user) -> QuerySet[Briefing]:
    """`rows` with comments, colleagues and the desks of `user` in the same query."""
    comments = Comment.objects.filter(briefing=OuterRef("pk")).order_by("written_at", "pk")
    desks = Desk.objects.filter(user=user).order_by().values_list(_json(_DESK))
    plans = Plan.objects.unfinished().filter(briefing=OuterRef("pk")).order_by("at", "pk")
    return rows.annotate(
        read_plans=ArraySubquery(plans.values_list(_json(_PLAN))),
        read_comments=ArraySubquery(comments.values_list(_json(_COMMENT))),
        read_colleagues=ArraySubquery(rights.colleagues().values_list(_json(_COLLEAGUE))),
        read_desks=ArraySubquery(desks),
    )


def remember_reach(briefing: Briefing, user) -> None:
    """Use the desks that came with `briefing`."""
    Reach.remember(user, [tuple(row[name] for name in _DESK) for row in briefing.read_desks])


def colleagues_of(briefing: Briefing) -> list[tuple[int, str]]:
    """Id and name of everybody who works in the back office."""
    model = rights.colleagues().model
    return [(row["pk"], name_of(model(**row))) for row in briefing.read_colleagues]


def plans_of(briefing: Briefing) -> list[dict]:
    """What is scheduled, or held back, of `briefing`."""
    return [
        {
            **row,
            "at": datetime.fromisoformat(row["at"]),
            "publishes": row["verb"] == PlanVerb.PUBLISH,
            "held": row["state"] == PlanState.HELD,
            "version": row["version__number"],
        }
        for row in briefing.read_plans
    ]


def threads_of(briefing: Briefing) -> dict[str, list[Note]]:
    """The comments on each part, oldest first, each with its answers."""
    notes = [Note.read(row) for row in briefing.read_comments]
    first = {note.pk: note for note in notes if note.answers is None}
    found: dict[str, list[Note]] = defaultdict(list)
    for note in first.values():
        found[note.part].append(note)
    for note in notes:
        if note.answers in first:
            first[note.answers].said.append(note)
    return found


def _json(names: tuple[str, ...]) -> JSONObject:
    return JSONObject(**{name: name for name in names})
