"""Where a hit's words stand: the passage to name, a stretch of it, and the words marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import pairwise

from search.analysis import stream
from search.analysis.letters import APOSTROPHES, HYPHENS, IDEOGRAPHIC, fold
from search.analysis.terms import CHUNK, analyse
from search.indexing.common import NEAR
from search.querying.groups import Alternative, Group

LENGTH = 260  # characters of a snippet
_READ = 150_000  # characters of one entry that are looked through
_HYPHENATED = 15  # letters of words that are also looked for with a hyphen inside
_ENOUGH = 400  # words found in one passage


@dataclass(frozen=True)
class Snippet:
    """`html` is escaped, with `<mark>`; `part`, `heading`, `page` and `url` name the passage it comes from."""

    html: str
    part: str = ""
    heading: str = ""
    page: int = 0
    url: str = ""


class Highlighter:
    """Finds the words of `groups` in text, by what they mean and not by how they are spelt."""

    def __init__(self, groups: list[Group]):
        self._owner: dict[str, int] = {}
        self._met: dict[str, int | None] = {}  # words seen in texts, and whose they are
        self._phrases: dict[tuple[str, ...], int] = {}
        self._groups = len(groups)
        patterns = {}
        for number, group in enumerate(groups):
            for alternative in group.alternatives:
                if _is_latin_phrase(alternative):
                    self._phrases.setdefault(tuple(alternative.names), number)
                    patterns[_phrase_pattern(alternative)] = None
                    continue
                for term in alternative.names:
                    if not IDEOGRAPHIC.search(term):
                        self._owner.setdefault(term, number)
                        patterns[_latin_pattern(term)] = None
                for word in _ideographic_words(alternative):
                    self._owner.setdefault(word, number)
                    patterns[r"\s?".join(map(re.escape, word))] = None
        ordered = sorted(patterns, key=len, reverse=True)
        self._pattern = re.compile("|".join(ordered)) if ordered else None

    def spans(self, text: str, *, stretch: bool = False) -> list[tuple[int, int, int]]:
        """(start, end, group) of the words in `text`, in order; with `stretch` only up to the end of the first LENGTH
        characters that show all groups: no later ones are better."""
        found: list[tuple[int, int, int]] = []
        if self._pattern is None:
            return found
        last: dict[int, int] = {}  # where each group was seen last
        until = len(text)
        for match in self._pattern.finditer(_flat(text)):
            start, end = match.span()
            if start >= until or len(found) == _ENOUGH:
                break
            word = match.group()
            if word not in self._met:
                self._met[word] = self._group_of(word)
            owner = self._met[word]
            if owner is None:
                continue
            found.append((start, end, owner))
            last[owner] = start
            if stretch and len(last) == self._groups and end - min(last.values()) <= LENGTH:
                until, stretch = start + LENGTH, False
        return found

    def _group_of(self, word: str) -> int | None:
        for written in dict.fromkeys((word, word.replace("-", ""))) if self._phrases else ():
            names = tuple(term for term in stream(written).slots if term)
            if names in self._phrases:
                return self._phrases[names]
        bare = "".join(word.split())
        if bare in self._owner and IDEOGRAPHIC.search(bare):
            return self._owner[bare]
        for chunk in CHUNK.findall(fold(word)):
            analysed = analyse(chunk)
            terms = [analysed.joined, *(part.terms[0][0] for part in analysed.words)]
            for term in terms:
                if term in self._owner:
                    return self._owner[term]
        return None

    def mark(self, text: str) -> str:
        """`text` escaped, its words marked."""
        return _marked(text, self.spans(text))

    def snippet(self, passages: list[dict], only: set[str] | None = None) -> Snippet | None:
        """The best stretch of the passages (as the index keeps them), of those whose part is in `only` if given. Where the
        first of them have nothing, the others are read that seem to."""
        asked = (p for p in passages if only is None or p.get("part", "") in only)
        return self._best(asked) or self._best(
            filter(self._promises, asked)
        )  # it goes on where the first has stopped

    @cached_property
    def _begins(self) -> set[str]:
        """What the words that are looked for, or the first ones of phrases, begin with."""
        terms = [*self._owner, *(names[0] for names in self._phrases)]
        return {_begin(term) if term.isascii() else term[:2] for term in terms}

    def _promises(self, passage: dict) -> bool:
        """Whether a word that is looked for may begin in a passage, which is told sooner than where."""
        text = passage["text"].lower()
        return any(begin in text for begin in self._begins)

    def _best(self, passages: Iterable[dict]) -> Snippet | None:
        """The best stretch of the first passages, as many as may be read."""
        best, best_rank, left = None, (0, 0), _READ
        for passage in passages:
            text = passage["text"][:left]
            left -= len(text)
            spans = self.spans(text, stretch=True)
            start, groups, words = _window(spans)
            rank = (groups, -bool(passage.get("page")))
            if words and (best is None or rank > best_rank):
                best, best_rank = (passage, text, spans, start), rank
                if rank == (self._groups, 0):
                    break
            if left <= 0:
                break
        if best is None:
            return None
        passage, text, spans, start = best
        named = {name: passage[name] for name in ("part", "heading", "page", "url") if name in passage}
        return Snippet(_cut(text, spans, start), **named)


def opening(passages: list[dict]) -> Snippet:
    """The beginning of the first passage, for an entry found by something else than its text."""
    text = next((p["text"] for p in passages if p["text"]), "")
    return Snippet(_cut(text, [], 0))


def _latin_pattern(term: str) -> str:
    """What may be the term in a text: a word that begins like its stem, or an acronym with dots."""
    begin = _begin(term)
    if not begin.isalnum() or len(begin) > _HYPHENATED:
        return rf"\b{re.escape(begin)}\w*"
    # Also e-mail, P’yŏngyang, U.S., AT&T, F-16, 1,000. A pattern that begins with a letter is looked for in half the time;
    # one with signs beyond Latin-1 in it takes seven times as long to compile as all else that is done here.
    first, *rest = begin
    inside = "".join(rf"[.,&'`-]?{letter}" for letter in rest)
    return rf"{first}(?<=\b{first}){inside}\w*" + (r"(?:(?<=\.\w)\.)?" if len(begin) <= 5 else "")


def _begin(term: str) -> str:
    """What all words of a stem begin with."""
    return term[:-1] if len(term) > 3 and term[-1] in "iey" else term


def _is_latin_phrase(alternative: Alternative) -> bool:
    """Whether it is words that stand together, or nearly, of scripts that part them by spaces."""
    several = alternative.together and len(alternative.terms) > 1
    near = all(there - here <= NEAR for (_one, here), (_other, there) in pairwise(alternative.terms))
    return several and near and not any(IDEOGRAPHIC.search(term) for term in alternative.names)


def _phrase_pattern(alternative: Alternative) -> str:
    """What may be the words of a phrase in a text, with as many others between them as stop words were typed there."""
    (first, here), *rest = alternative.terms
    written = [_latin_pattern(first)]
    for term, place in rest:
        between = rf"(?:\w+\W+){{{place - here - 1}}}" if place - here > 1 else ""
        written += [r"(?:'s)?\W+", between, _latin_pattern(term)]
        here = place
    return "".join(written)


def _ideographic_words(alternative: Alternative) -> list[str]:
    """The words whose pairs of syllables follow each other."""
    words, last = [], None
    for term, place in alternative.terms:
        if not IDEOGRAPHIC.search(term):
            last = None
            continue
        if last is not None and place == last + 1:
            words[-1] += term[-1]
        else:
            words.append(term)
        last = place
    return words


def _window(spans: list[tuple[int, int, int]]) -> tuple[int, int, int]:
    """(start, groups, words) of the stretch of LENGTH characters that shows most groups, the earliest of equals."""
    best, first = (0, 0, 0), 0
    for last in range(len(spans)):
        while spans[last][1] - spans[first][0] > LENGTH:
            first += 1
        held = spans[first : last + 1]
        groups = len({owner for _start, _end, owner in held})
        if (groups, len(held)) > (best[1], min(best[2], 3)) and groups > best[1]:
            best = (spans[first][0], groups, len(held))
    return best


def _cut(text: str, spans: list[tuple[int, int, int]], start: int) -> str:
    """LENGTH characters around `start`, cut at spaces, marked."""
    begin = max(0, start - LENGTH // 4)
    if begin:
        space = text.find(" ", begin, start)
        begin = space + 1 if space >= 0 else begin
    end = min(len(text), begin + LENGTH)
    if end < len(text):
        space = text.rfind(" ", begin + LENGTH // 2, end)
        end = space if space > 0 else end
    inside = [(s - begin, e - begin, g) for s, e, g in spans if s >= begin and e <= end]
    shown = _marked(text[begin:end], inside)
    shown = " ".join(shown.split())
    return f"{'… ' if begin else ''}{shown}{' …' if end < len(text) else ''}"


def _marked(text: str, spans: list[tuple[int, int, int]]) -> str:
    parts, at = [], 0
    for start, end, _owner in spans:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join([*parts, escape(text[at:])])


class _Flat(dict):
    """A table for `str.translate`: small letters without accents, one apostrophe and one hyphen, one character for one, so
    that places stay."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        small = char.lower()
        if not "\uac00" <= char <= "\ud7a3":
            small = unicodedata.normalize("NFKD", small)[:1] or char
        self[code] = ord(small[0])
        return self[code]


_FLAT = _Flat(
    {ord(sign): ord("'") for sign in APOSTROPHES} | {ord(sign): ord("-") for sign in HYPHENS if sign > "\x7f"}
)


def _flat(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_FLAT)
