"""What an answer can be narrowed by: how many of its entries have each value."""

from __future__ import annotations

from typing import NamedTuple

from search.querying.counting import Counted, named
from search.querying.language import FACETS


class FacetValue(NamedTuple):
    """`label`, or the one of a language in `labels`, is shown; `value` stands in addresses."""

    value: str
    label: str
    labels: dict[str, str]
    count: int
    selected: bool


def facets(
    counted: list[Counted], widened: dict[str, list[Counted]], selected: set[int]
) -> dict[str, list[FacetValue]]:
    """The values of each facet, the most frequent first.

    `counted` are those of the answer; `widened` of facets that are counted without their own filter, so that a
    visitor sees what widening adds. Selected values, by number, are always among them.
    """
    found: dict[str, list[FacetValue]] = {name: [] for name in FACETS}
    rows = [row for row in counted if row.facet not in widened]
    rows += [row for facet, own in widened.items() for row in own if row.facet == facet]
    unseen = selected - {row.number for row in rows}  # chosen, and nothing has them here
    rows += named(dict.fromkeys(unseen, 0)) if unseen else []
    for row in rows:
        value = FacetValue(row.value, row.label, row.labels, row.count, row.number in selected)
        found[row.facet].append(value)
    return found
