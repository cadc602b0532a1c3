"""What a new edition starts with: `?series=3` has it filled in."""

from __future__ import annotations

from django.http import HttpRequest

from briefings.editions.proposing import Proposal, propose
from briefings.models import Briefing, Series


def proposal(request: HttpRequest) -> Proposal | None:
    """The edition that the request asks to begin; None where it names no series, and for a form that was sent."""
    if not hasattr(request, "_proposal"):
        request._proposal = _proposal(request)  # form, items and credits ask for it
    return request._proposal


def fields(request: HttpRequest) -> dict:
    """Initial values for the form; here and below rows instead of their ids, since their names are shown."""
    found = proposal(request)
    if found is None:
        return {}
    names = ("number", "date", "language", "subject", "preheader")
    return {"series": found.series, **{name: getattr(found, name) for name in names}}


def items(request: HttpRequest) -> list[dict]:
    """Initial rows."""
    found = proposal(request)
    return [
        {"briefing": Briefing(pk=piece.pk, title=piece.title), "shown": shown, "position": position}
        for position, (piece, shown) in enumerate(found.items if found else ())
    ]


def credits(request: HttpRequest) -> list[dict]:
    """Initial rows: the usual credits of the series."""
    found = proposal(request)
    return [
        {
            "role": row.role,
            "person": row.person,
            "organisation": row.organisation,
            "series": row.series,
            "position": position,
        }
        for position, row in enumerate(found.credits if found else ())
    ]


def _proposal(request: HttpRequest) -> Proposal | None:
    asked = request.GET.get("series", "")
    if request.method != "GET" or not asked.isdecimal() or len(asked) > 9:
        return None
    series = Series.objects.select_related("mailing_list").filter(pk=asked).first()
    return propose(series) if series else None
