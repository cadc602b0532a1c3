"""Its number, and the number that the subject says: what is left over from the last edition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.editions.preflight import pages
from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, warning

_NUMBERED = re.compile(r"(?:\bNo\.?|\bIssue|#|№|제)\s*(\d{1,5})\b|(?<!\d)(\d{1,5})\s*호", re.IGNORECASE)


def follows_the_last(look: Look) -> Iterator[Problem]:
    """The number is the next one and the subject says the same; the subject is not that of the last edition."""
    says, edition = look.content, look.edition
    told = numbers_in(says.subject, [says.series.name, *says.series.names.values()])
    if told and says.number not in told:
        said = _("The subject says number %(told)d, the edition has number %(number)d.")
        said %= {"told": told[0], "number": says.number}
        yield warning("subject-number", said, pages.field(edition, "subject"))
    last = look.facts.last_number
    if last is not None and says.number != last + 1:
        said = _("The last edition had number %(last)d, this one has number %(number)d.")
        said %= {"last": last, "number": says.number}
        yield warning("number", said, pages.field(edition, "number"))
    if says.subject and says.subject == look.facts.last_subject:
        said = _("The last edition had the same subject.")
        yield warning("same-subject", said, pages.field(edition, "subject"))


def numbers_in(subject: str, names: list[str]) -> list[int]:
    """Numbers of an edition that a subject says: “Strait View 12: …”, “No. 12”, “#12”, “제12호”."""
    found = [int(one or other) for one, other in _NUMBERED.findall(subject)]
    for name in filter(None, names):
        # Not a year or a share: “Strait View 2026”, “Strait View 12 percent”.
        found += map(
            int, re.findall(rf"{re.escape(name)},?\s+(\d{{1,3}})(?=\s*(?:[:.,|–—·]|-\s|$))", subject)
        )
    return found
