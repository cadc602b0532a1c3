"""BM25 as SQL: how well an entry answers, from the impact bytes of its terms and how rare those terms are."""

from __future__ import annotations

import math

from search.indexing.weights import DIRECT
from search.querying.groups import Alternative, Group, Known

BONUS = 0.2  # a stop word in a title against a word that says something


def rarity(df: int, n: int) -> float:
    """BM25's inverse document frequency, never negative (Lucene's form): ln(1 + (n − df + ½) / (df + ½))."""
    return math.log(1 + (max(n, df) - df + 0.5) / (df + 0.5))


def coefficient(term: str, weight: float, known: Known) -> float:
    """What a full impact of `term` adds to a score; 0 for a term the index has no number for."""
    return weight * rarity(known.df[term], known.n) if term in known.df else 0.0


def bound(group: Group, known: Known) -> float:
    """The most that a group can add to a score."""
    sums = (sum(coefficient(t, group.weight, known) for t in set(a.names)) for a in group.alternatives)
    return max(sums, default=0.0)


def expression(groups: list[Group], known: Known) -> str:
    """SQL over a row of `score`: the sum over groups of each one's best alternative."""
    written = [text for group in groups if (text := _group(group, known))]
    return " + ".join(written) or "0::float8"


def impact(number: int) -> str:
    """SQL for the impact byte of a term in a row of `score`."""
    return f"get_byte(direct, {number})" if number < DIRECT else f"get_byte(imps, idx(terms, {number}))"


def _group(group: Group, known: Known) -> str:
    weight = group.weight * (BONUS if group.bonus else 1)
    sums = [text for a in group.alternatives if (text := _alternative(a, weight, known))]
    return f"greatest({', '.join(sums)})" if len(sums) > 1 else "".join(sums)


def _alternative(alternative: Alternative, weight: float, known: Known) -> str:
    return " + ".join(
        f"{coefficient(term, weight, known) / 255:.9f}::float8 * {impact(known.numbers[term])}"
        for term in dict.fromkeys(alternative.names)
        if term in known.numbers
    )
