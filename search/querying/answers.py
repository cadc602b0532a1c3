"""The whole answer to a question: results, how many, facets, what else was meant."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import OperationalError, connection, transaction

from search.entries import Value
from search.indexing import codes
from search.querying import editors, estimating, matching, planning, ranking, showing, spelling
from search.querying.conditions import Condition, any_of, condition
from search.querying.counting import Counted, all_values
from search.querying.estimating import Sample
from search.querying.facets import FacetValue, facets
from search.querying.groups import Group
from search.querying.language import Query, parse
from search.querying.matching import FEW, LOOKED_INTO, RELEVANCE, Found, Match
from search.querying.narrowing import Narrowing, narrow
from search.querying.planning import Plan
from search.querying.scoring import expression
from search.querying.showing import Hit

DEEPEST = 8_000  # results that can be paged through
_SAMPLED_FROM = 8_000  # entries in the index
_SATISFYING = 10  # with fewer entries that have all words, those with some follow


class TooSlow(Exception):
    """The question took longer than SEARCH_TIMEOUT."""


@dataclass(frozen=True)
class Request:
    """What is asked: `text` in the query language, `chosen` facet keys, days (both inclusive), order and page."""

    text: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    after: date | None = None
    before: date | None = None
    sort: str = RELEVANCE
    page: int = 1
    page_size: int = 20


@dataclass
class Answer:
    """`total` is an estimate unless `exact`; `relaxed`: entries with some of the words follow those `with_all`.

    `aside` is the kind, where the entries stand beside the counted ones (`querying.asides`).
    `suggestion` is a likelier spelling of the question, `missing` are (field, value) that nothing has.
    """

    request: Request
    total: int = 0
    exact: bool = True
    relaxed: bool = False
    with_all: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)
    suggestion: str = ""
    missing: list[tuple[str, str]] = field(default_factory=list)
    aside: Value | None = None

    @property
    def pages(self) -> int:
        return max(1, -(-min(self.total, DEEPEST) // self.request.page_size))


def answer(request: Request) -> Answer:
    """Answer `request` from the index as it is now. Raises TooSlow."""
    query = parse(request.text)
    words = list(planning.runs(query.clauses).values())
    with bounded(*editors.SAID, params=editors.asked(request.text, words)) as row:
        return _Search(request, query, editors.Said.of(row, words)).run()


@contextmanager
def bounded(*also: str, params: Sequence = ()) -> Generator[tuple]:
    """A transaction for questions, each of whose statements ends in time. Gives the values of the expressions `also`,
    which are asked for on the way. Raises TooSlow."""
    try:
        with transaction.atomic():
            yield _begun(also, params)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "57014":  # query_canceled
            raise TooSlow from error
        raise


def _begun(also: Sequence[str], params: Sequence) -> tuple:
    """The planner does not count the cost of reading codes that lie apart: no sequential scans here."""
    settings_of_ours = (
        "set_config('enable_seqscan', 'off', true)",
        "set_config('jit', 'off', true)",
        "set_config('max_parallel_workers_per_gather', '0', true)",
        "set_config('statement_timeout', %s, true)",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join([*also, *settings_of_ours])}", [*params, str(settings.SEARCH_TIMEOUT)]
        )
        return cursor.fetchone()[: len(also)]


class _Search:
    """One question being answered."""

    def __init__(self, request: Request, query: Query, said: editors.Said):
        self.request, self.query, self.said = request, query, said
        self.plan: Plan = planning.plan(query, said.synonyms)
        self.narrowing: Narrowing = narrow(query, request.chosen, request.after, request.before)
        self.offset = (request.page - 1) * request.page_size
        self.too_deep = self.offset >= DEEPEST
        if self.too_deep:  # the answer is what the first page's is, but for results
            self.offset = 0
        self.answer = Answer(request, missing=[*self.narrowing.missing, *self.plan.missing])
        self._sample: Sample | None = None
        self.order = request.sort if self.plan.positive or request.sort != RELEVANCE else matching.NEWEST

    def run(self) -> Answer:
        answer = self.answer
        if not self.plan.impossible:
            found = self._found()
            if found.partly and not found.ids and not self.offset:
                raise TooSlow  # that there is none would be a lie
            if self.too_deep:
                found.ids = []
            shown = self.offset + len(found.ids) if found.ids else 0
            answer.total, answer.exact = max(found.total, shown), found.exact
            answer.facets = self._facets(found)
            answer.hits = showing.hits(self._with_pinned(found.ids), self.plan, self.query)
        if self.plan.unknown or not answer.total:
            answer.suggestion = spelling.suggestion(self.request.text, self._doubtful())
        return answer

    def _doubtful(self) -> list[str]:
        return [group.text for group in self.plan.positive if not group.alternatives and not group.firm]

    # -- which entries

    def _found(self) -> Found:
        positive = self.plan.positive
        if not positive and not self.narrowing and not self.plan.groups:
            return self._all()
        optional = [group for group in positive if not group.firm and group.alternatives]
        possible = all(group.alternatives for group in positive)
        found = self._with_all(positive) if possible else Found()
        self.answer.with_all = found.total
        if found.total >= _SATISFYING or len([g for g in positive if not g.firm]) < 2 or not optional:
            return found
        if any(not group.alternatives for group in positive if group.firm):
            return found
        if found.total and self.order != RELEVANCE:
            return found
        if possible and self.narrowing and self._count_unnarrowed(positive) >= _SATISFYING:
            return found  # it is the filters that leave few: their numbers must stay true
        wider = self._with_some(optional, [g for g in positive if g.firm], self._all_of(found, positive))
        self.answer.relaxed = wider.total > found.total
        return wider if self.answer.relaxed else found

    def _all_of(self, found: Found, groups: list[Group]) -> list[int]:
        """Every entry of a `found` that has but a few, whatever page is asked for."""
        if not self.offset and len(found.ids) == found.total:
            return found.ids
        score = expression([*groups, *self.plan.bonuses], self.plan.known)
        return matching.everything(self._match(groups), RELEVANCE, score, found.total, 0, []).ids

    def _match(self, groups: list[Group], without: str = "") -> Match:
        negative = [group for group in self.plan.groups if group.negative]
        narrowing = self.narrowing
        base = Match((), narrowing.after, narrowing.before)
        return base.and_(*self._conditions([*groups, *negative]), *narrowing.conditions(without))

    def _conditions(self, groups: list[Group]) -> list[Condition]:
        return [condition(group, self.plan.known) for group in groups]

    def _count_unnarrowed(self, groups: list[Group]) -> int:
        match = Match().and_(*self._conditions(groups))
        return matching.count_up_to(match, _SATISFYING)

    def _with_all(self, groups: list[Group]) -> Found:
        match, known = self._match(groups), self.plan.known
        found = self._small(match, [*groups, *self.plan.bonuses], [])
        if found is None:
            found = estimating.estimate(match, self._sample)
            limit = self.offset + self.request.page_size
            if self.order == RELEVANCE:
                best = ranking.best_of_all(groups, known, self._match([]), limit, found)
                found.ids = [number for number, _score in best[self.offset :]]
            else:
                found.ids = self._by_date(match, found.total)
        return found

    def _with_some(self, groups: list[Group], firm: list[Group], first: list[int]) -> Found:
        rest, known = self._match(firm), self.plan.known
        match = rest.and_(any_of(self._conditions(groups)))
        found = self._small(match, [*groups, *firm, *self.plan.bonuses], first)
        if found is None:
            found = estimating.estimate(match, self._sample)
            limit = self.offset + self.request.page_size
            if self.order == RELEVANCE:
                best = [n for n, _score in ranking.best_of_any(groups, known, rest, limit, found)]
                found.ids = list(dict.fromkeys([*first, *best]))[self.offset : limit]
            else:
                found.ids = self._by_date(match, found.total)
        return found

    def _small(self, match: Match, groups: list[Group], first: list[int]) -> Found | None:
        """The exact answer, or None where too many match; `_sample` is then what was seen of them, if anything."""
        self._sample = self._seen(match)
        if _surely_many(self._sample):
            return None
        score = expression(groups, self.plan.known)
        limit, strong = self.request.page_size, None
        if self.order == RELEVANCE and not first and not self.narrowing:
            words = [group for group in groups if not group.bonus]
            strong = ranking.strong(words, self.plan.bonuses, self.plan.known, self.offset + limit)
        found = matching.everything(match, self.order, score, limit, self.offset, first, strong)
        return found if found.total <= FEW else None

    def _seen(self, match: Match) -> Sample | None:
        """What a sample shows of a match, where the index is large enough for one to tell, or there are many phrases."""
        n = self.plan.known.n
        if n > _SAMPLED_FROM:
            return estimating.sample(match)
        return estimating.sample(match, codes.SAMPLES[0]) if n * match.patterns > LOOKED_INTO else None

    def _by_date(self, match: Match, total: int) -> list[int]:
        return matching.by_date(match, self.order, self.request.page_size, self.offset, total)

    def _all(self) -> Found:
        """Everything there is: counted as it is written."""
        found = Found(total=self.plan.known.n)
        found.ids = self._by_date(Match(), max(1, found.total))
        found.values = all_values()
        return found

    # -- what is shown of them

    def _with_pinned(self, ids: list[int]) -> list[showing.Place]:
        """The page's entries, those first that editors pinned to this question."""
        pinned = []
        if (
            self.request.page == 1
            and self.request.sort == RELEVANCE
            and not self.narrowing
            and self.query.clauses
        ):
            pinned = editors.pinned(self.said.pin)
        return [(n, True) for n in pinned] + [(n, False) for n in ids if n not in pinned]

    def _facets(self, found: Found) -> dict[str, list[FacetValue]]:
        """Counts by facet; one that has been chosen is counted without itself, so that widening shows its effect."""
        widened = {facet: self._widened(facet) for facet in self.request.chosen}
        selected = {number for facet in self.request.chosen for number in self.narrowing.of(facet)}
        return facets(found.values, widened, selected)

    def _widened(self, facet: str) -> list[Counted]:
        positive = self.plan.positive
        if self.answer.relaxed:
            optional = [group for group in positive if not group.firm and group.alternatives]
            firm = [group for group in positive if group.firm]
            match = self._match(firm, without=facet).and_(any_of(self._conditions(optional)))
        elif all(group.alternatives for group in positive):
            match = self._match(positive, without=facet)
        else:
            return []
        if not match:
            return all_values()
        sample = self._seen(match)
        if not _surely_many(sample):
            found = matching.everything(match, matching.NEWEST, "0", 0, 0, [])
            if found.total <= FEW:
                return found.values
        return estimating.estimate(match, sample).values


def _surely_many(sample: Sample | None) -> bool:
    return sample is not None and sample.surely_many
