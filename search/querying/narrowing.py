"""Filters: facet values and spans of time, from fields in the question and from parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from search.indexing import codes
from search.querying import vocabulary
from search.querying.conditions import NOTHING, Condition, any_code
from search.querying.language import Query


@dataclass(frozen=True)
class Chosen:
    """Any of the values `numbers` of `facet`, or none of them."""

    facet: str
    numbers: tuple[int, ...]
    negative: bool = False
    by_field: bool = False

    @property
    def condition(self) -> Condition:
        """What does not exist matches nothing."""
        values = any_code(map(codes.value, self.numbers)) or NOTHING.index
        return Condition(f"!{values}" if self.negative else values)


@dataclass
class Narrowing:
    """`missing` are (field, value) that no entry has."""

    chosen: list[Chosen] = field(default_factory=list)
    after: datetime | None = None
    before: datetime | None = None
    missing: list[tuple[str, str]] = field(default_factory=list)

    def conditions(self, without: str = "") -> list[Condition]:
        """Conditions, leaving out what was chosen by parameter of the facet `without`."""
        return [c.condition for c in self.chosen if c.facet != without or c.by_field or c.negative]

    def of(self, facet: str) -> set[int]:
        """The values chosen by parameter."""
        return {n for c in self.chosen if c.facet == facet and not c.by_field for n in c.numbers}

    def __bool__(self) -> bool:
        return bool(self.chosen or self.after or self.before)


def narrow(
    query: Query, parameters: dict[str, tuple[str, ...]], after: date | None, before: date | None
) -> Narrowing:
    """Fields of `query` and `parameters` (facet: keys) together. `before` as a parameter includes its day."""
    made = Narrowing()
    for wish in query.wishes:
        found = vocabulary.values(wish.name, wish.values)
        made.missing += [(wish.name, value) for value, numbers in found.items() if not numbers]
        numbers = tuple(dict.fromkeys(n for each in found.values() for n in each))
        made.chosen.append(Chosen(wish.name, numbers, wish.negative, by_field=True))
    numbers_of = vocabulary.keys(parameters)
    for facet, keys in parameters.items():
        found = tuple(numbers_of[facet, key] for key in keys if (facet, key) in numbers_of)
        made.missing += [(facet, key) for key in keys if (facet, key) not in numbers_of]
        made.chosen.append(Chosen(facet, found))
    starts = [day for day in (after, query.after) if day]
    ends = [day for day in (before and before + timedelta(days=1), query.before) if day]
    made.after = _moment(max(starts)) if starts else None
    made.before = _moment(min(ends)) if ends else None
    return made


def _moment(day: date) -> datetime:
    """The day's first moment in the site's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
