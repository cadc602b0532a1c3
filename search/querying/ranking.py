"""The best of very many matches, without scoring them all.

Entries are also indexed by how strongly a word marks them (`weights.TIERS`). First some that are strong in every word
are scored; the last place's score is then a mark that any better entry has to reach, and the tiers say which entries
can. The answer is exact where those are few enough to score; else it is the best of what was looked at.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

from search.indexing import codes
from search.indexing.weights import TIER_BYTES
from search.querying.conditions import Condition, all_codes, any_code, any_of, condition
from search.querying.groups import Group, Known
from search.querying.matching import FEW_PHRASES, Found, Match, Strong, scored
from search.querying.scoring import bound, expression

_LEVELS = (6, 4, 2, 1, 0)
_PROBED, _SCORED = 8_000, 30_000
_TIERS = [byte / 255 for byte in TIER_BYTES]
# Of the entries that have a common word, those in a tier: most often more.
_SHARES = ((2, 0.01), (1, 0.04), (0, 0.1))
_ANYWHERE = -1  # no tier: the word occurs

Best = list[tuple[int, float]]


def best_of_all(groups: list[Group], known: Known, rest: Match, limit: int, about: Found) -> Best:
    """The best `limit` entries that match `rest` and every one of `groups`; what is known `about` them is an estimate."""
    score = expression(groups, known)
    match = rest.and_(*(condition(group, known) for group in groups))
    if about.partly or _phrases(groups) > FEW_PHRASES:
        return _best_looked_into(groups, known, rest, limit, about)
    if len(groups) > 2 and about.total <= _PROBED:  # hardly any is strong in all of so many words
        return scored(match, score, limit, _SCORED)[0]
    found: Best = []
    for level in _LEVELS:
        strong = rest.and_(*(_at(group, level, known) for group in groups))
        found, looked_at = scored(strong, score, limit, _PROBED)
        if len(found) == limit:
            break
    else:
        return scored(match, score, limit, _SCORED)[0]
    if len(groups) == 1 and _tierable(groups[0], known) and looked_at < _PROBED:
        return found
    cover = _cover(groups, known, found[-1][1])
    if cover is None:
        return found
    exact, looked_at = scored(match.and_(Condition(cover)), score, limit, _SCORED)
    return exact if looked_at < _SCORED else _merged(exact, found, limit)


def _best_looked_into(groups: list[Group], known: Known, rest: Match, limit: int, about: Found) -> Best:
    """The best of those that the words of phrases mark strongly, and of a sample, where too many have these words for each
    to be looked into, or where there are many phrases."""
    score = expression(groups, known)
    match = rest.and_(*(condition(group, known) for group in groups))
    several = _phrases(groups) > FEW_PHRASES
    found: Best = []
    for level in () if several else _LEVELS[:3]:
        found, _ = scored(rest.and_(*(_at(group, level, known) for group in groups)), score, limit, _PROBED)
        if len(found) == limit:
            return found
    found = _merged(_of_sample(match, score, limit, about), found, limit)
    if len(found) < min(limit, about.total) and not several:
        found = _merged(scored(match, score, limit, _SCORED)[0], found, limit)
    return found


def _of_sample(match: Match, score: str, limit: int, about: Found) -> Best:
    size = about.sampled if about.partly else min(about.sampled, codes.SAMPLES[1])
    return scored(match.sampled(size), score, limit, _SCORED)[0]


def _phrases(groups: list[Group]) -> int:
    return sum(len(alternative.terms) > 1 for group in groups for alternative in group.alternatives)


def strong(groups: list[Group], bonuses: list[Group], known: Known, wanted: int) -> Strong | None:
    """Where a question is a word of which many entries have, those among which the best `wanted` surely are, if they are
    enough; None where tiers cannot tell."""
    if len(groups) != 1 or not groups[0].anywhere or groups[0].overflow:
        return None
    (group,) = groups
    tiered = tuple(a for a in group.alternatives if known.common.tiered.intersection(a.names))
    common = group.with_(alternatives=tiered)
    if not tiered or not _tierable(common, known):
        return None
    most = max(known.df.get(a.names[0], 0) for a in tiered)
    level = next((level for level, share in _SHARES if most * share > wanted), None)
    if level is None:
        return None
    weaker = (TIER_BYTES[level] - 1) / 255 * bound(common, known)
    return Strong(_at(group, level, known), weaker + sum(bound(bonus, known) for bonus in bonuses))


def best_of_any(groups: list[Group], known: Known, rest: Match, limit: int, about: Found) -> Best:
    """The best `limit` entries that match `rest` and at least one of `groups` (MaxScore: Turtle and Flood, 1995)."""
    if len(groups) == 1:
        return best_of_all(groups, known, rest, limit, about)
    score = expression(groups, known)
    if about.partly:
        return _of_sample(rest.and_(_any(groups, known)), score, limit, about)
    by_rarity = sorted(groups, key=lambda group: _matches(group, known))
    sums = list(accumulate(_matches(group, known) for group in by_rarity))
    rare = [group for group, total in zip(by_rarity, sums, strict=True) if total <= _PROBED]
    found: Best = []
    if rare:
        found, _ = scored(rest.and_(_any(rare, known)), score, limit, _PROBED)
    for level in _LEVELS:
        if len(found) == limit:
            break
        strong = any_of(_at(group, level, known) for group in by_rarity[:8])
        more, _ = scored(rest.and_(strong), score, limit, _PROBED)
        found = _merged(found, more, limit)
    if len(found) < limit:
        return scored(rest.and_(_any(groups, known)), score, limit, _SCORED)[0]
    by_bound = sorted(groups, key=lambda group: bound(group, known))
    reach = list(accumulate(bound(group, known) for group in by_bound))
    needed = [group for group, sum_ in zip(by_bound, reach, strict=True) if sum_ >= found[-1][1]]
    exact, _ = scored(rest.and_(_any(needed or by_bound, known)), score, limit, _SCORED)
    return _merged(exact, found, limit)


def _any(groups: list[Group], known: Known) -> Condition:
    return any_of(condition(group, known) for group in groups)


def _merged(one: Best, other: Best, limit: int) -> Best:
    scores = dict(other) | dict(one)
    return sorted(scores.items(), key=lambda pair: (-pair[1], -pair[0]))[:limit]


def _matches(group: Group, known: Known) -> int:
    """At most how many entries match the group."""
    return sum(min((known.df.get(t, 0) for t in a.names), default=0) for a in group.alternatives)


def _tierable(group: Group, known: Known) -> bool:
    return group.anywhere and all(
        len(a.terms) == 1 and a.terms[0][0] in known.common.tiered for a in group.alternatives
    )


def _at(group: Group, level: int, known: Known) -> Condition:
    """The group, only where its words mark an entry at least that strongly; words without tiers as they are."""
    plain = condition(group, known)
    if level == _ANYWHERE:
        return plain
    strong = []
    for alternative in group.alternatives:
        marks = [codes.tier(level, known.numbers[t]) for t in alternative.names if t in known.common.tiered]
        one = group.with_(alternatives=(alternative,), overflow=())
        own = "" if _tierable(one, known) else condition(one, known).index
        strong.append(all_codes([own, *marks]))
    strong += map(str, map(codes.overflow, group.overflow))
    return replace(plain, index=any_code(strong))


def _cover(groups: list[Group], known: Known, mark: float) -> str | None:
    """A condition that every entry with a score of `mark` or more meets; None where tiers cannot tell."""
    tierable = sorted((g for g in groups if _tierable(g, known)), key=lambda g: -bound(g, known))[:2]
    others = sum(bound(group, known) for group in groups if group not in tierable)
    if not tierable or mark <= others:
        return None
    first, *rest = tierable
    if not rest:
        level = _floor((mark - others) / bound(first, known))
        return _at(first, level, known).index if level != _ANYWHERE else None
    (second,) = rest
    return _pairs(first, second, known, mark - others)


def _pairs(first: Group, second: Group, known: Known, needed: float) -> str | None:
    clauses = []
    for level in range(_ANYWHERE, len(_TIERS)):
        ceiling = _TIERS[level + 1] if level + 1 < len(_TIERS) else 1.0
        missing = (needed - bound(first, known) * ceiling) / bound(second, known)
        if missing > 1:
            continue
        other = _floor(missing)
        if level == other == _ANYWHERE:
            return None
        wanted = [(g, at) for g, at in ((first, level), (second, other)) if at != _ANYWHERE]
        clauses.append(all_codes(_at(group, at, known).index for group, at in wanted))
        if other == _ANYWHERE:
            break  # stronger levels of the first are among these
    return any_code(clauses) or None


def _floor(impact: float) -> int:
    """The highest tier that everything of at least `impact` is in."""
    return max((level for level, tier in enumerate(_TIERS) if tier <= impact), default=_ANYWHERE)
