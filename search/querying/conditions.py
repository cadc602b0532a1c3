"""Conditions on entries: as the large index tells them by its codes (`indexing/codes.py`), and what has to be looked at in
the entries themselves: whether the words of a phrase stand together, or a rare one in a title or part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise, product
from operator import itemgetter

from search.analysis.letters import IDEOGRAPHIC
from search.indexing import codes, markers, sequences
from search.querying.groups import Alternative, Group, Known

_VARIANTS = 4  # words of a phrase that may each be two terms


@dataclass(frozen=True)
class Phrase:
    """What an entry's sequence has to be like: of each of `patterns`, any. `codes` are what an entry needs besides, where
    that does not tell as much."""

    patterns: tuple[tuple[bytes, ...], ...]
    codes: str = ""


@dataclass(frozen=True)
class Condition:
    """`index` is written of codes as intarray's query_int; empty where it leaves nothing out.

    Where it lets too many in, an entry also has to match one of `phrases` or, instead, `others`, which is written of
    codes; if `negative`, it must not match any of them.
    """

    index: str = ""
    phrases: tuple[Phrase, ...] = ()
    others: str = ""
    negative: bool = False

    @property
    def looked_at(self) -> list[Phrase]:
        """The phrases as an entry has to be looked at that the index lets in: the codes of one alone were among what it
        asked for."""
        alone = len(self.phrases) == 1 and not self.others and not self.negative
        return [replace(each, codes="") for each in self.phrases] if alone else list(self.phrases)


def any_code(found: Iterable[object]) -> str:
    """Any of these codes, or of what is written of codes."""
    return _joined(" | ", found)


def all_codes(found: Iterable[object]) -> str:
    """All of these codes, or of what is written of codes."""
    return _joined(" & ", found)


def _joined(sign: str, found: Iterable[object]) -> str:
    written = [text for text in map(str, found) if text]
    return f"({sign.join(written)})" if len(written) > 1 else "".join(written)


def apart(index: str) -> list[str]:
    """What asks for all of several codes as a condition for each: between conditions, PostgreSQL skips over entries that
    lack one; within one of more than a few codes, it reads them all."""
    bare = index.replace("(", "").replace(")", "")
    return [index] if {"|", "!"} & set(bare) else bare.split(" & ")


_TITLE = 0  # in the place of a part's number
NOTHING = Condition(str(codes.NOBODY))


def condition(group: Group, known: Known) -> Condition:
    """That an entry has the group, or has it not where that is negative. A group that has no alternatives asks for
    nothing."""
    coded, loose, phrases = [], [], []
    for alternative in group.alternatives:
        written = _written(alternative, group, known)
        asked = _to_look_for(alternative, group, known)
        if not asked:
            coded += written
        elif written:
            loose += written
            needed = any_code(written) if len(asked.terms) < len(alternative.terms) else ""
            phrases += [Phrase(_patterns(asked, head, known), needed) for head in _heads(group)]
    coded += map(codes.overflow, group.overflow)
    if group.negative:
        return Condition(f"!{any_code(coded)}" if coded else "", tuple(phrases), negative=True)
    if group.alternatives and not coded and not loose:
        return NOTHING
    others = any_code(coded) if phrases else ""
    return Condition(any_code([*coded, *loose]), tuple(phrases), others)


def any_of(conditions: Iterable[Condition]) -> Condition:
    """At least one of these, none of which is negative."""
    found = list(conditions)
    phrases = tuple(phrase for each in found for phrase in each.phrases)
    others = any_code(each.others if each.phrases else each.index for each in found) if phrases else ""
    return Condition(any_code(each.index for each in found), phrases, others)


def _heads(group: Group) -> list[int]:
    """Of the stretches of a sequence that the group may stand in."""
    if group.title:
        return [sequences.TITLE]
    return [*map(sequences.head_of_part, group.parts)] or [sequences.NO_HEAD]


def _patterns(alternative: Alternative, head: int, known: Known) -> tuple[tuple[bytes, ...], ...]:
    """What LIKE finds its terms by, in the order they stand or each by itself."""
    numbers = [(_numbers(term, head, known), place) for term, place in alternative.terms]
    if not alternative.together:
        return tuple(tuple(sequences.pattern([(n, 0)], head) for n in found) for found, _place in numbers)
    # Of a word that is two terms any is good enough where there are many of them: nobody types that.
    several = [place for found, place in numbers if len(found) > 1][_VARIANTS:]
    numbers = [(found if place not in several else [sequences.ANY], place) for found, place in numbers]
    numbers += [([sequences.ANY], place) for place in _joints(alternative)]
    numbers.sort(key=itemgetter(1))
    variants = product(*(found for found, _place in numbers))
    places = [place for _found, place in numbers]
    return (tuple(sequences.pattern([*zip(own, places, strict=True)], head) for own in variants),)


def _joints(alternative: Alternative) -> list[int]:
    """The places behind Korean words, where texts that are written without spaces have a pair over the joint."""
    return [
        place
        for (term, here), (_next, there) in pairwise(alternative.terms)
        if IDEOGRAPHIC.search(term)
        for place in range(here + 1, there)
    ]


def _numbers(term: str, head: int, known: Known) -> list[int]:
    """Of a term, and in titles of the stop word."""
    names = [term, markers.title(term)] if head == sequences.TITLE else [term]
    return [known.numbers[name] for name in names if name in known.numbers]


def _to_look_for(alternative: Alternative, group: Group, known: Known) -> Alternative | None:
    """What of it the codes of an entry cannot tell: whether the words of a phrase stand together, and whether words that
    are not common stand in a title or part."""
    if alternative.together and len(alternative.terms) > 1:
        return None if _is_pair(alternative, group) else alternative
    if group.anywhere:
        return None
    terms = [(t, at) for t, at in alternative.terms if not _inner(t, alternative) and t in known.numbers]
    if all(term in known.common.scoped for term, _place in terms):
        return None
    return replace(alternative, terms=tuple(terms))


def _is_pair(alternative: Alternative, group: Group) -> bool:
    """Whether it is one that the index knows."""
    return len(alternative.terms) == 2 and bool(alternative.pairs) and group.anywhere


def _inner(term: str, alternative: Alternative) -> bool:
    """Whether it is a pair in a word, which may stand over a space: of those it is not known in which title or part they
    are."""
    ends = alternative.names[0], alternative.names[-1]
    return not alternative.together and term not in ends and IDEOGRAPHIC.search(term) is not None


def _written(alternative: Alternative, group: Group, known: Known) -> list[str]:
    """Its terms in codes, for each part that the group may stand in; nothing where the index cannot hold them."""
    of = known.numbers
    pairs = [codes.pair(of[one], of[other]) for one, other in alternative.pairs]
    nears = [codes.near(of[one], of[other]) for one, other in alternative.nears]
    if _is_pair(alternative, group):
        return [str(pairs[0])]
    if group.anywhere:
        # An entry with a pair has both its terms.
        told = {term for pair in (*alternative.pairs, *alternative.nears) for term in pair}
        scopes = [[*pairs, *nears, *(of.get(term, "") for term in alternative.names if term not in told)]]
    else:
        scopes = [
            [_scoped(term, part, alternative, known) for term in alternative.names]
            for part in group.parts or (_TITLE,)
        ]
    return [all_codes(dict.fromkeys(scope)) for scope in scopes if "" not in scope]


def _scoped(term: str, part: int, alternative: Alternative, known: Known) -> str:
    """A term in a part or title. A stop word of a title is a term of its own."""
    number, found = known.numbers.get(term), []
    if number is not None:
        if term not in known.common.scoped or _inner(term, alternative):
            found.append(number)
        else:
            found.append(codes.part(part, number) if part != _TITLE else codes.title(number))
    if part == _TITLE:
        found.append(known.numbers.get(markers.title(term), ""))
    return any_code(found)
