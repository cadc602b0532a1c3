"""Lexemes beside the words themselves. All hold a colon, which no term does, so no question can name one."""

from __future__ import annotations

from search.indexing.weights import TIER_BYTES

SAMPLES = (4, 16, 64)


def value(number: int) -> str:
    """The entry has the facet value `number`."""
    return f"f:{number}"


def title(term: str) -> str:
    """The title holds the term."""
    return f"t:{term}"


def part(number: int, term: str = "") -> str:
    """The part `number` holds the term; without a term, the entry has the part."""
    return f"p{number}:{term}"


def pair(one: str, other: str) -> str:
    """The two terms, both very common, stand side by side."""
    return f"&:{one}:{other}"


def tier(level: int, term: str) -> str:
    """The term's impact reaches `TIERS[level]`."""
    return f"{level}:{term}"


def tiers(term: str, impact: int) -> list[str]:
    return [tier(level, term) for level, least in enumerate(TIER_BYTES) if impact >= least]


def overflow(number: int) -> str:
    """The entry `number`, for one whose text goes on in the overflow table."""
    return f"d:{number}"


def sample(size: int) -> str:
    """The entry is in the random sample of one in `size`."""
    return f"h:{size}"


def samples(number: int) -> list[str]:
    """The samples that the entry `number` is in; each holds the next."""
    scattered = (number * 2654435761) % 2**32 >> 8  # Knuth's multiplicative hash: neighbours part
    return [sample(size) for size in SAMPLES if scattered % size == 0]
