"""What publishing demands, and saving does not."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from briefings import checks, moments, referring
from briefings.content import Content
from briefings.models import Briefing, Format, Image
from briefings.publishing.errors import Problem


def embargo(briefing: Briefing, at: datetime) -> list[Problem]:
    """The embargo, if it still holds at `at`."""
    until = briefing.embargoed_until
    if until is None or at >= until:
        return []
    said = _("It is under embargo until %(when)s.") % {"when": shown(until)}
    return [Problem("embargoed_until", said)]


def shown(moment: datetime) -> str:
    """A moment with the zone in which it is told, the site's."""
    told = date_format(moments.local(moment), "DATETIME_FORMAT")
    return f"{told} ({timezone.get_default_timezone_name()})"


def problems(content: Content, shape: Format) -> list[Problem]:
    """Everything that keeps `content` from being published in the format `shape`; empty when it is ready."""
    found = []
    if not content.title.strip():
        found.append(Problem("title", _("The title is empty.")))
    written = {p.key for p in content.parts if p.text or "<img" in p.html or "<figure data-image" in p.html}
    for rule in shape.parts.all():
        if rule.required and rule.key not in written:
            name = rule.heading_in(content.language) or rule.key
            found.append(Problem(f"part:{rule.key}", _("“%(part)s” is required and empty.") % {"part": name}))
    if content.figure and not content.figure.alt.strip():
        found.append(Problem("image_alt", _("The picture has no alternative text.")))
    return found + _pictures_inside(content)


def _pictures_inside(content: Content) -> list[Problem]:
    """Pictures of the texts that are in the library no longer, or that nobody has described. One query, if any."""
    shown = {part: list(referring.figures_in(part.html)) for part in content.parts}
    wanted = {pk for figures in shown.values() for pk, _alt in figures}
    known = dict(Image.objects.filter(pk__in=wanted).values_list("pk", "alt")) if wanted else {}
    found = []
    for part, figures in shown.items():
        name = {"part": part.heading or part.key}
        if any(pk not in known for pk, _alt in figures):
            said = _("A picture in “%(part)s” is no longer in the library.")
            found.append(Problem(f"part:{part.key}", said % name))
        if any(pk in known and not (alt or known[pk]).strip() for pk, alt in figures):
            said = _("A picture in “%(part)s” has no alternative text.")
            found.append(Problem(f"part:{part.key}", said % name))
    return found


def unmended(briefing: Briefing, content: Content) -> list[Problem]:
    """What those checks find that editors have made blocking, and nobody has waived. They hold for people; importers and
    jobs publish what was looked at elsewhere."""
    return [
        Problem(found.finding.where, found.finding.message, waivable=True)
        for found in checks.blocking(briefing, content)
    ]
