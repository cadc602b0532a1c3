"""What a random sample, which is part of the index, tells about a match: how many there are, and with which facet values."""

from __future__ import annotations

from dataclasses import dataclass

from search.indexing import codes
from search.indexing.schema import LIVE
from search.querying import matching
from search.querying.counting import HANDED_OVER, VERSION, Version, most_frequent
from search.querying.matching import Found, Match, rows

_TELLING = 400  # entries of a sample whose number is believed: it errs by 3 % one time in two
_SURELY = 1.25  # times as many have to be expected
_SURELY_MORE = 0.75  # times FEW, by a sample: not worth trying to answer exactly


@dataclass(frozen=True)
class Sample:
    """What of a match is among one in `size` entries: how many, and their facet values as they are handed over. Of
    `candidates` for phrases there only some may have been looked into: each that matches stands for `share` others.
    """

    size: int
    count: int
    values: bytes | None
    version: Version
    candidates: int = 0
    share: float = 1.0
    patterns: int = 0

    @property
    def times(self) -> int:
        """How many entries each stands for."""
        return round(self.size * self.share)

    @property
    def roughly(self) -> int:
        """How many match in all."""
        return self.count * self.times

    @property
    def surely_many(self) -> bool:
        """Whether it is not worth trying to find and look into them all."""
        return self.roughly > _SURELY_MORE * matching.FEW or self.to_look_into > matching.LOOKED_INTO

    @property
    def to_look_into(self) -> int:
        """How often a sequence would have to be compared with a pattern to know all that match."""
        return self.candidates * self.size * self.patterns


def sample(match: Match, size: int = codes.SAMPLES[-1]) -> Sample:
    sampled = match.sampled(size)
    if not match.patterns:
        statement = f"SELECT count(*), {HANDED_OVER}, {VERSION} FROM {LIVE}.doc WHERE {sampled.where}"
        return Sample(size, *rows(statement, sampled.params)[0])
    most = max(1, matching.LOOKED_INTO // match.patterns)
    statement = f"""
WITH c AS MATERIALIZED ({sampled.candidates})
SELECT count(*), {HANDED_OVER}, {VERSION}, (SELECT count(*) FROM c)
  FROM (SELECT * FROM c LIMIT {most}) AS looked_into WHERE {sampled.phrases}"""
    *found, candidates = rows(statement, sampled.params)[0]
    return Sample(size, *found, candidates, max(1.0, candidates / most), match.patterns)


def estimate(match: Match, smallest: Sample | None) -> Found:
    """Total and facets of a match of many entries, from the smallest sample that tells enough; the `smallest` of all is
    known already where so many entries are there."""
    found = smallest
    if not found or found.count < _TELLING:
        roughly = max(matching.FEW, found.roughly if found else 0)
        telling = (size for size in reversed(codes.SAMPLES) if roughly / size > _SURELY * _TELLING)
        size = next(telling, codes.SAMPLES[0])
        if found and found.patterns:  # as many as can be looked into tell all that can be told
            sizes = (size for size in codes.SAMPLES if found.to_look_into / size <= matching.LOOKED_INTO)
            least = codes.SAMPLES[found.patterns > matching.FEW_PHRASES]
            size = min(found.size, max(size, least, next(sizes, found.size)))
        found = found if found and found.size == size else sample(match, size)
    values = most_frequent(found.values, found.version, found.times)
    partly = found.to_look_into > matching.LOOKED_INTO
    return Found([], found.roughly, False, values, sampled=found.size, partly=partly)
