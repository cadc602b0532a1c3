"""Findings as the pane, the page of checks and messages show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import TextChoices
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from briefings import checks, publishing
from briefings.content import Content
from briefings.models import Briefing, Format, Use, Waiver


class Weight(TextChoices):
    REQUIRED = "required", _("required")
    BLOCKING = Use.BLOCKING.value, _("keeps from being published")
    ADVISORY = Use.ADVISORY.value, _("advice")


class Line(NamedTuple):
    """A finding as it is shown: `field` is the id of what it is about, "" for the piece as a whole; `seen` is empty where
    it cannot be waived. `written` can be replaced by `preferred`."""

    weight: Weight
    message: str
    field: str
    label: str = ""
    seen: str = ""
    waiver: Waiver | None = None
    written: str = ""
    preferred: str = ""


class Shown(NamedTuple):
    """`open` and `waived` lines; whether some of the open ones keep it from being published."""

    report: checks.Report
    open: list[Line]
    waived: list[Line]

    @property
    def blocks(self) -> bool:
        return any(line.weight != Weight.ADVISORY for line in self.open)


def look(briefing: Briefing, content: Content, shape: Format, fields: Mapping[str, str]) -> Shown:
    """Everything that speaks against `content`; `fields` gives for the key of a part the id of its text."""
    report = checks.examine(content, shape, pk=briefing.pk, address=briefing.address)
    required = [
        Line(Weight.REQUIRED, problem.message, field_of(problem.where, fields))
        for problem in publishing.problems(content, shape)
    ]
    found = [
        Line(
            Weight(one.use),
            one.finding.message,
            field_of(one.finding.where, fields),
            str(one.check.label),
            one.seen,
            one.waiver,
            one.finding.written,
            one.finding.preferred,
        )
        for one in report.found
    ]
    return Shown(
        report,
        [*required, *(line for line in found if not line.waiver)],
        [line for line in found if line.waiver],
    )


def html(request: HttpRequest, shown: Shown, *, waive: str = "", page: str = "") -> SafeString:
    """The list of findings. They link to fields of the form: of the page `page`, or of the one it stands in. `waive` is
    the address that passes over them, for those who may."""
    context = {"shown": shown, "report": shown.report, "page": page, "waive": waive}
    return render_to_string("admin/briefings/briefing/findings.html", context, request=request)


def fields_of(content: Content) -> dict[str, str]:
    """Where the form of a saved briefing has the text of each part."""
    return {part.key: f"id_parts-{number}-body" for number, part in enumerate(content.parts)}


def field_of(where: str, fields: Mapping[str, str]) -> str:
    """The id of the field `where`; "" for what the form does not have."""
    if where.startswith("part:"):
        return fields.get(where.removeprefix("part:"), "")
    return f"id_{where}" if where else ""
