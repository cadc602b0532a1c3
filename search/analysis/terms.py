"""One written word, as it stands in a text, to the terms it is found by.

A *chunk* is what stands between spaces, roughly: `U.S.`, `P’yŏngyang’s`, `policy-making`, `1,000`, `평양에서`, `K팝`. It
may give several words, and each word several terms: a stem for Latin letters, pairs of syllables for Korean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from search.analysis import english, korean
from search.analysis.letters import APOSTROPHES, HYPHENS, RUNS, fold, plain

_HELD = rf"[.,&/·{APOSTROPHES}{HYPHENS}]"
CHUNK = re.compile(rf"\w+(?:{_HELD}\w+)*")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|[^\W\d_]{1,3}&[^\W\d_]{1,3}")
_SIGNS = re.compile("[.&]")  # in acronyms
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_DECIMAL = re.compile(r"\d+\.\d+")
_POINT = re.compile(r"(?<![\d.])(\d+)\.(?=\d+(?![\d.]))")  # of a number
_SEPARATORS = re.compile(r"[.,&/·_]+")
_HELD_POINT = "\x00"  # no letter of a chunk
_HYPHEN = re.compile(f"[{HYPHENS}]")
_POSSESSIVE = re.compile(f"(?<=\\w)[{APOSTROPHES}]s?$")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
LONGEST = 60
_LONGEST_SUGGESTED = 12


@dataclass(frozen=True)
class Word:
    """One word: its terms with their places, counted from the word's own; `width` is how many places it takes.

    `surface` is what suggestions show, empty for what is not worth suggesting. A stop word has `stop` and its term.
    `ideographic` words join with neighbours that are so too, since spaces mean little between them.
    """

    terms: tuple[tuple[str, int], ...]
    width: int = 1
    surface: str = ""
    stop: bool = False
    ideographic: bool = False
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Analysed:
    """A chunk: its words one after the other, and `joined`, the term of the whole where a hyphen holds it together."""

    words: tuple[Word, ...]
    joined: str = ""


@lru_cache(maxsize=200_000)
def analyse(chunk: str) -> Analysed:
    """The words of a folded chunk (see `letters.fold`)."""
    if chunk.isascii() and chunk.isalpha():
        return Analysed((_latin(chunk),))
    if _ACRONYM.fullmatch(chunk):
        return Analysed((_latin(_SIGNS.sub("", chunk), acronym=True),))
    chunk = _THOUSANDS.sub(lambda number: number.group().replace(",", ""), chunk)
    if chunk.isdigit() or _DECIMAL.fullmatch(chunk):
        return Analysed((Word(((chunk[:LONGEST], 0),)),))
    words, joined = [], []
    chunk, acronyms = _with_plain_acronyms(_POINT.sub(rf"\1{_HELD_POINT}", chunk))
    for piece in _SEPARATORS.split(chunk):
        members = [_bare(member).replace(_HELD_POINT, ".") for member in _HYPHEN.split(piece)]
        members = [member for member in members if member]
        for member in members:
            words.extend([_latin(member, acronym=True)] if member in acronyms else _by_script(member))
        if len(members) > 1:
            joined.append("".join(members))
    whole = joined[0] if len(joined) == 1 and joined[0].isascii() else ""
    return Analysed(tuple(words), english.stem(whole)[:LONGEST] if whole else "")


def _with_plain_acronyms(chunk: str) -> tuple[str, set[str]]:
    """A chunk whose members are acronyms without dots: `u.s.-china` becomes `us-china`; and these."""
    members = _HYPHEN.split(chunk)
    if len(members) == 1 or "." not in chunk:
        return chunk, set()
    plain_ones = {member: _SIGNS.sub("", member) for member in members if _ACRONYM.fullmatch(member)}
    return "-".join(plain_ones.get(member, member) for member in members), set(plain_ones.values())


def words_of(text: str) -> list[Word]:
    """All words of any text."""
    return [word for chunk in CHUNK.findall(fold(text)) for word in analyse(chunk).words]


def _bare(word: str) -> str:
    return plain(_APOSTROPHE.sub("", _POSSESSIVE.sub("", word)))


def _by_script(word: str) -> list[Word]:
    if word.isascii():
        return [_latin(word)]
    words = []
    for run in RUNS.finditer(word):
        if run.lastgroup == "hangul":
            if not (words and korean.is_ending(run.group(), words[-1].terms[0][0])):
                words.append(_hangul(run.group(), attached=bool(words)))
        else:
            words.append(_unspaced(run.group()) if run.lastgroup == "unspaced" else _latin(run.group()))
    return words


def _latin(word: str, acronym: bool = False) -> Word:
    word = word[:LONGEST]
    stop = not acronym and word in english.STOP_WORDS
    surface = "" if stop or len(word) < 2 or any(c.isdigit() for c in word) else word
    term = word if stop or acronym else english.stem(word)
    return Word(((term, 0),), surface=surface, stop=stop)


def _hangul(word: str, attached: bool = False) -> Word:
    """`attached` to letters or digits (K팝의, 3월에) even one syllable is a word with an ending."""
    word = word[:LONGEST]
    surface = word if 1 < len(word) <= _LONGEST_SUGGESTED and not attached else ""
    return _syllables(korean.stem(word, 1) if attached else korean.stem(word), surface)


def _unspaced(run: str) -> Word:
    return _syllables(run, "")


def _syllables(word: str, surface: str) -> Word:
    terms = tuple((pair, place) for place, pair in enumerate(korean.pairs(word)))
    return Word(terms, len(word), surface, ideographic=True, first=word[0], last=word[-1])
