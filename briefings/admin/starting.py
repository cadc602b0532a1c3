"""What a new briefing starts with: `?format=paper`, `?series=3`, `?language=ko`, each prefilled as far as it says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from briefings.models import Briefing, Format, FormatPart, Series, SeriesCredit


@dataclass(frozen=True)
class Start:
    """A format (None only while the site has none), perhaps a series, a language."""

    format: Format | None
    series: Series | None
    language: str

    @classmethod
    def of(cls, request: HttpRequest) -> Start:
        """What the request asks for; of a submitted form what it was filled in with. Odd values are passed over.

        Form, parts, credits and page each ask for it: it is looked up once a request.
        """
        if not hasattr(request, "_start"):
            request._start = cls._asked(request)
        return request._start

    @classmethod
    def _asked(cls, request: HttpRequest) -> Start:
        asked = request.POST if request.method == "POST" else request.GET
        series = _find(Series.objects.select_related("format", "channel"), asked.get("series"))
        shape = _find(Format.objects.all(), asked.get("format"), also_by="key")
        language = asked.get("language")
        return cls(
            format=shape or (series and series.format) or Format.objects.first(),
            series=series,
            language=language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        )

    def fields(self) -> dict:
        """Initial values for the form of a briefing; the rows themselves, since their names are shown."""
        initial = {"language": self.language}
        if self.format:
            initial |= {"format": self.format, "kind": self.format.kind}
        if self.series:
            initial |= {"series": self.series, "channel": self.series.channel}
        return initial

    def parts(self) -> list[dict]:
        """Initial rows: the format's parts with headings in the briefing's language."""
        return [
            {
                "key": rule.key,
                "heading": rule.heading_in(self.language),
                "kind": rule.kind,
                "position": position,
            }
            for position, rule in enumerate(self._rules)
        ]

    @cached_property
    def _rules(self) -> list[FormatPart]:
        return list(self.format.parts.all()) if self.format else []

    def credits(self) -> list[dict]:
        """Initial rows: the usual credits of the series."""
        return [
            {
                "role": row.role,
                "person": row.person,
                "organisation": row.organisation,
                "series": row.series,
                "position": position,
            }
            for position, row in enumerate(self._usual_credits)
        ]

    @cached_property
    def _usual_credits(self) -> list[SeriesCredit]:
        if not self.series:
            return []
        return list(self.series.default_credits.select_related("person", "organisation", "series"))


def settle_parts(briefing: Briefing, *, fill: bool, translate: bool) -> None:
    """After saving: `fill` adds what the format has and the briefing lacks; `translate` puts headings nobody has
    reworded into the briefing's language."""
    rules = {rule.key: rule for rule in briefing.format.parts.all()}
    parts = list(briefing.parts.all())
    if translate:
        for part in parts:
            rule = rules.get(part.key)
            if rule and part.heading in {rule.heading, *rule.headings.values()}:
                part.heading = rule.heading_in(briefing.language)
                part.save(update_fields=["heading"])
    if fill:
        missing = rules.keys() - {part.key for part in parts}
        last = max((part.position for part in parts), default=-1)
        for offset, rule in enumerate(rule for rule in rules.values() if rule.key in missing):
            briefing.parts.create(
                key=rule.key,
                heading=rule.heading_in(briefing.language),
                kind=rule.kind,
                position=last + 1 + offset,
            )


def _find(rows, asked: str | None, also_by: str = ""):
    if not asked:
        return None
    if asked.isdecimal() and len(asked) < 10:
        return rows.filter(pk=asked).first()
    return rows.filter(**{also_by: asked}).first() if also_by else None
