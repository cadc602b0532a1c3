"""The years of an archive: a few stand in a row; of many the earlier ones are folded by decade."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from briefings.models.publication import UNDATED
from search.components import Choice

MOST_IN_A_ROW = 12
LEAST_IN_A_ROW = 5


@dataclass(frozen=True)
class Decade:
    label: str
    years: list[Choice]

    @property
    def count(self) -> int:
        return sum(year.count for year in self.years)


@dataclass(frozen=True)
class Years:
    """`row` is always in sight, `decades` are folded; the newest come first in both."""

    row: list[Choice] = field(default_factory=list)
    decades: list[Decade] = field(default_factory=list)

    @classmethod
    def of(cls, values: list[Choice]) -> Years:
        """`values` of the facet “year”, the newest first. Undated pieces are no year and stay in sight."""
        dated = [value for value in values if value.value != UNDATED]
        undated = [value for value in values if value.value == UNDATED]
        if len(values) <= MOST_IN_A_ROW:
            return cls(dated + undated)
        row, decades = [], []
        for start, years in groupby(dated, lambda value: int(value.value) // 10 * 10):
            if len(row) < LEAST_IN_A_ROW:
                row += years
            else:
                decades.append(Decade(_("%(decade)ds") % {"decade": start}, list(years)))
        return cls(row + undated, decades)
