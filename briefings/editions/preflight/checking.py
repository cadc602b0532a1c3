"""All checks by name. To add one, write a function that takes a `Look` and add it here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from briefings.editions.content import EditionContent
from briefings.editions.preflight import (
    dates,
    embargoes,
    items,
    links,
    marks,
    numbering,
    pictures,
    placeholders,
    recipients,
    sender,
    sent_before,
    size,
    subject,
)
from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem
from briefings.models import Edition

Check = Callable[[Look], Iterable[Problem]]

ALWAYS: dict[str, Check] = {
    "subject": subject.in_the_inbox,
    "items": items.can_be_read,
    "embargoes": embargoes.are_over,
    "items twice": items.stand_once,
    "links": links.lead_somewhere,
    "marks": marks.are_none,
    "sent before": sent_before.by_itself,
    "numbering": numbering.follows_the_last,
    "dates": dates.not_past,
    "placeholders": placeholders.are_none,
    "pictures": pictures.are_described,
}
MAILED: dict[str, Check] = {
    "recipients": recipients.are_there,
    "postal address": sender.gives_an_address,
    "DKIM": sender.signs,
    "size": size.is_not_clipped,
}


def check(edition: Edition, content: EditionContent, site, *, mailed: bool = True) -> list[Problem]:
    """Everything that speaks against sending `content`, errors first; `mailed`: to the list, not only on the site."""
    return checked(Look(edition, content, site), mailed=mailed)


def checked(look: Look, *, mailed: bool) -> list[Problem]:
    """The same for a look that was had already."""
    checks = [*ALWAYS.values(), *(MAILED.values() if mailed else ())]
    found = [problem for one in checks for problem in one(look)]
    return sorted(
        found, key=lambda problem: problem.level
    )  # “error” before “warning”; the order of checks stays
