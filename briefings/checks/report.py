"""All findings in a piece, with what editors have set and waived."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from briefings.checks import level, links
from briefings.checks.findings import Finding
from briefings.checks.look import Look
from briefings.checks.registry import CHECKS, Check
from briefings.content import Content
from briefings.models import Briefing, CheckRule, Format, Use, Waiver


@dataclass(frozen=True)
class Found:
    """A finding of the check `name`. `seen` stands for what exactly was found; `waiver` passes over it."""

    name: str
    use: Use
    finding: Finding
    seen: str
    waiver: Waiver | None = None

    @property
    def check(self) -> Check:
        return CHECKS[self.name]

    @property
    def is_open(self) -> bool:
        return self.waiver is None

    @property
    def blocks(self) -> bool:
        return self.is_open and self.use == Use.BLOCKING


@dataclass(frozen=True)
class Report:
    """`found` has what blocks first. `level` is None where it cannot be told; `waiting` links were not followed yet."""

    found: tuple[Found, ...]
    words: int
    minutes: int
    level: level.Level | None
    waiting: int

    @property
    def open(self) -> list[Found]:
        return [one for one in self.found if one.is_open]

    @property
    def waived(self) -> list[Found]:
        return [one for one in self.found if not one.is_open]


def examine(
    content: Content, shape: Format, *, pk: int | None = None, address: str = "", only: Use | None = None
) -> Report:
    """Every check that is on, or only those that are used as `only`."""
    rules = {rule.name: rule for rule in CheckRule.objects.all()}
    used = {name: _use(check, rules.get(name)) for name, check in CHECKS.items()}
    limits = {
        name: _limit(check, rules.get(name)) for name, check in CHECKS.items() if check.limit is not None
    }
    look = Look(content, shape, pk, address, limits)
    waivers = (
        {waiver.seen: waiver for waiver in Waiver.objects.filter(briefing=pk).select_related("by")}
        if pk
        else {}
    )
    found = []
    for name, check in CHECKS.items():
        if used[name] == Use.OFF or (only and used[name] != only):
            continue
        for finding in check.find(look):
            seen = digest(name, finding)
            found.append(Found(name, used[name], finding, seen, waivers.get(seen)))
    found.sort(key=lambda one: not one.blocks)
    return Report(tuple(found), content.words, content.minutes, level.of(content), links.waiting(look))


def blocking(briefing: Briefing, content: Content) -> list[Found]:
    """What keeps `content` from being published by somebody until it is mended or waived."""
    report = examine(content, briefing.format, pk=briefing.pk, address=briefing.address, only=Use.BLOCKING)
    return [one for one in report.found if one.blocks]


def digest(name: str, finding: Finding) -> str:
    """What a waiver remembers of a finding."""
    return hashlib.sha256(f"{name}\n{finding.where}\n{finding.about}".encode()).hexdigest()


def _use(check: Check, rule: CheckRule | None) -> Use:
    return Use(rule.use) if rule else check.use


def _limit(check: Check, rule: CheckRule | None) -> int | None:
    return rule.limit if rule and rule.limit is not None else check.limit
