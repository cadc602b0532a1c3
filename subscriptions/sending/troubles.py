"""What a mailing met with: refusals and what came back afterwards, by domain, by kind of reason, and in the words said."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from django.db.models import CharField, Count, F, Func, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from subscriptions.models import Delivery, DeliveryState, Mailing, Returned

MOST_DOMAINS, MOST_WORDS = 12, 50
KINDS = (DeliveryState.FAILED, Returned.HARD, Returned.SOFT)
# The second number of an enhanced status (RFC 3463 §3).
_SUBJECTS = {
    "0": _("other"),
    "1": _("address"),
    "2": _("mailbox (full, closed)"),
    "3": _("their mail system"),
    "4": _("network and routing"),
    "5": _("protocol"),
    "6": _("content or size"),
    "7": _("policy, spam protection"),
}
_LOCAL_PART = re.compile(r"""[^\s<>()"':;,]+@""")
# The same in PostgreSQL: what differs only by whom it is about is counted together.
_NOBODY = Func(
    F("reason"),
    Value(_LOCAL_PART.pattern),
    Value("…@"),
    Value("g"),
    function="regexp_replace",
    output_field=CharField(),
)
_NOT_SAID = _("not said")
_STATUS = re.compile(r"[245]\.(\d{1,3})\.\d{1,3}")


@dataclass(frozen=True)
class Trouble:
    """How many of each of `KINDS` have `what` in common."""

    what: str
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.numbers)


@dataclass(frozen=True)
class Said:
    """How many were answered in these words."""

    domain: str
    code: str
    words: str
    number: int


def by_domain(mailing: Mailing) -> list[Trouble]:
    """The domains with most of it."""
    rows = _of(mailing).values("domain").annotate(number=Count("pk"), **_each()).order_by("-number", "domain")
    return [Trouble(row["domain"], tuple(row[f"is_{kind}"] for kind in KINDS)) for row in rows[:MOST_DOMAINS]]


def by_reason(mailing: Mailing) -> list[Trouble]:
    """By what the statuses are about."""
    numbers: dict[str, Counter] = {}
    for row in _of(mailing).values("code").annotate(**_each()):
        counted = numbers.setdefault(_subject(row["code"]), Counter())
        for kind in KINDS:
            counted[kind] += row[f"is_{kind}"]
    found = [Trouble(what, tuple(counted[kind] for kind in KINDS)) for what, counted in numbers.items()]
    return sorted(found, key=lambda one: (-one.total, one.what))


def in_words(mailing: Mailing) -> list[Said]:
    """What was said most, by domain."""
    columns = ("domain", "code", "words")
    rows = _of(mailing).annotate(words=_NOBODY).values(*columns).annotate(number=Count("pk"))
    rows = rows.order_by("-number", *columns)[:MOST_WORDS]
    return [Said(row["domain"], row["code"], row["words"], row["number"]) for row in rows]


def veiled(words: str) -> str:
    """A server's words without the addresses that it repeats."""
    return _LOCAL_PART.sub("…@", words)


def _of(mailing: Mailing) -> QuerySet[Delivery]:
    met = Q(state=DeliveryState.FAILED) | Q(returned__in=[Returned.HARD, Returned.SOFT])
    return mailing.deliveries.filter(met).order_by()


def _each() -> dict[str, Count]:
    """A delivery that was refused cannot come back: each counts once."""
    column = {DeliveryState.FAILED: "state"}
    return {f"is_{kind}": Count("pk", filter=Q(**{column.get(kind, "returned"): kind})) for kind in KINDS}


def _subject(code: str) -> str:
    found = _STATUS.search(code)
    return str(_SUBJECTS.get(found[1], _SUBJECTS["0"]) if found else _NOT_SAID)
