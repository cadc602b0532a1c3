"""A question as the index understands it: groups of alternatives, each of terms with places and weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

from search.indexing import markers
from search.indexing.common import NEAR, Common, spaced

TITLE = "title"


@dataclass(frozen=True)
class Alternative:
    """Terms that stand together: a word (one term), or a phrase with the place of each term.

    `together` is false for what need not stand side by side: the words of a synonym's phrase typed without quotes,
    the pairs of a Korean word. `pairs` are neighbours so common that the index knows them as pairs, `nears` those over stop
    words.
    """

    terms: tuple[tuple[str, int], ...]
    together: bool = True
    pairs: tuple[tuple[str, str], ...] = ()
    nears: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> list[str]:
        return [term for term, _place in self.terms]

    def with_pairs(self, paired: frozenset[str]) -> Alternative:
        """The same with `pairs` and `nears`; `paired` are the terms that the index keeps so."""
        if not self.together:
            return self
        following = [
            (there - here, (one, other))
            for (one, here), (other, there) in pairwise(self.terms)
            if one in paired and other in paired
        ]
        return replace(
            self,
            pairs=tuple(pair for apart, pair in following if apart == 1),
            nears=tuple(pair for apart, pair in following if 1 < apart <= NEAR and spaced(pair[0])),
        )


@dataclass(frozen=True)
class Group:
    """Something a reader wants found: any of `alternatives`.

    `scope` is empty, TITLE, or numbers of parts to search in. A `firm` group must match even where the others need
    not: phrases, fields. `weight` counts repetitions; `text` is what was typed. A `bonus` need not
    match at all, and adds to the score where it does.
    """

    alternatives: tuple[Alternative, ...]
    text: str = ""
    negative: bool = False
    firm: bool = False
    title: bool = False
    parts: tuple[int, ...] = ()
    weight: int = 1
    overflow: tuple[int, ...] = ()
    bonus: bool = False

    @property
    def anywhere(self) -> bool:
        """Whether it may stand anywhere in an entry."""
        return not self.title and not self.parts

    def with_(self, **changes) -> Group:
        return replace(self, **changes)


@dataclass
class Known:
    """What the index knows about the terms of a question; `n` entries in all, and whether some have more text than a
    vector has places for."""

    numbers: dict[str, int] = field(default_factory=dict)
    df: dict[str, int] = field(default_factory=dict)
    n: int = 0
    overflows: bool = False
    common: Common = field(default_factory=Common)


def tsquery(group: Group) -> str:
    """The group as PostgreSQL's tsquery; empty where it has no alternatives."""
    written = []
    for alternative in group.alternatives:
        if group.title:
            written.append(_written(alternative, markers.title))
        elif group.parts:
            written.extend(_written(alternative, partial(markers.part, number)) for number in group.parts)
        else:
            written.append(_written(alternative, str))
    text = " | ".join(written)
    if not text:
        return ""
    return f"!({text})" if group.negative else f"({text})"


def _written(alternative: Alternative, name: Callable[[str], str]) -> str:
    first, *rest = alternative.terms
    text, place = f"'{name(first[0])}'", first[1]
    for term, here in rest:
        joint = f"<{here - place}>" if alternative.together else "&"
        text, place = f"{text} {joint} '{name(term)}'", here
    return f"({text})" if rest else text
