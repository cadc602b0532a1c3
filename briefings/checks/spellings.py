"""Names as they are written here.

The terms list names the variants of a preferred form, and each that stands in a text is found. The list of people names
none: of a person's name what differs from it only by case, hyphens, spaces or accents is found (“Yoon Suk-yeol” for “Yoon
Suk Yeol”), and of a Korean name what is divided by a space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from briefings import epoch
from briefings.checks.findings import Finding
from briefings.checks.look import Look, Text
from briefings.models import Person, Term

_HANGUL = re.compile("[가-힣]")
_SHORTEST, _SHORTEST_KOREAN = 6, 3  # letters of a name that is looked for
_MOST = 3  # of one text: the others are seen when these are mended
_PARTICLES = tuple("은는이가을를의와과도에씨님")


class People(NamedTuple):
    """`forms` are the folded names with each as it is written, by their first two letters; `known` all names."""

    forms: dict[str, list[tuple[str, str]]]
    known: frozenset[str]


def are_ours(look: Look) -> Iterator[Finding]:
    """Each name and word is written in its preferred form."""
    people, terms = _lists(look.content.language)
    for text in look.texts:
        found = dict.fromkeys([*_variants(text, terms), *_misspelled(text, people)])
        for written, preferred in list(found)[:_MOST]:
            said = _("“%(written)s” is written “%(preferred)s” here, in %(where)s.")
            named = {"written": written, "preferred": preferred, "where": text.name}
            yield Finding(text.where, said % named, f"{written}>{preferred}", written, preferred)


def _variants(text: Text, terms: list[Term]) -> Iterator[tuple[str, str]]:
    plain = text.plain
    for term in terms:
        pattern = _pattern(term.preferred, tuple(term.variants))
        for found in pattern.finditer(plain) if pattern else ():
            if found["variant"]:
                yield found["variant"], str(term.preferred)


@lru_cache(maxsize=1024)
def _pattern(preferred: str, variants: tuple[str, ...]) -> re.Pattern | None:
    """The preferred form comes first, so that a variant inside it is not found. A Korean word may go on with a particle."""
    wanted = [re.escape(one) for one in sorted(variants, key=len, reverse=True) if one and one != preferred]
    if not wanted:
        return None
    return re.compile(
        rf"(?<!\w)(?:{_end(re.escape(preferred), preferred)}|(?P<variant>{'|'.join(wanted)}){_after(variants)})"
    )


def _end(pattern: str, word: str) -> str:
    return pattern if _HANGUL.search(word[-1:]) else rf"{pattern}(?!\w)"


def _after(variants: tuple[str, ...]) -> str:
    return "" if any(_HANGUL.search(one) for one in variants) else r"(?!\w)"


def _lists(language: str) -> tuple[People, list[Term]]:
    """Both lists. That of people is kept while the content epoch lasts, which moves on when a person is saved; where it
    has to be read, both are read at once."""
    terms = Term.objects.filter(language__in=["", language])
    wanted = terms.values_list(JSONObject(preferred="preferred", variants="variants"))
    read: list[Term] | None = None

    def read_both() -> People:
        nonlocal read
        named = Person.objects.order_by().values_list(JSONObject(name="name", names="names"))
        rows = [row for (row,) in wanted.order_by().union(named, all=True).order_by()]
        read = [Term(**row) for row in rows if "preferred" in row]
        return _people(row for row in rows if "preferred" not in row)

    people = epoch.remember("spellings of people", read_both)
    found = [Term(**row) for (row,) in wanted] if read is None else read
    return people, sorted(found, key=lambda term: term.preferred)


def _people(rows: Iterable[dict]) -> People:
    forms: dict[str, list[tuple[str, str]]] = {}
    known = set()
    for row in rows:
        for one in {row["name"], *row["names"].values()}:
            known.add(one)
            folded = "".join(letter for letter, _at in _folded(one))
            korean = bool(_HANGUL.search(one))
            if len(folded) >= (_SHORTEST_KOREAN if korean else _SHORTEST) and (korean or " " in one):
                forms.setdefault(folded[:2], []).append((folded, one))
    return People(forms, frozenset(known))


def _misspelled(text: Text, people: People) -> Iterator[tuple[str, str]]:
    plain = text.plain
    if not people.forms or not plain:
        return
    letters = list(_folded(plain))
    folded = "".join(letter for letter, _at in letters)
    for begin, (_letter, at) in enumerate(letters):
        if at and plain[at - 1].isalnum():
            continue  # not where a word begins
        for name, preferred in people.forms.get(folded[begin : begin + 2], ()):
            if not folded.startswith(name, begin):
                continue
            last = letters[begin + len(name) - 1][1]
            written = plain[at : last + 1]
            if _differs(written, preferred, people) and _ends(plain, last + 1, preferred):
                yield written, preferred


def _differs(written: str, preferred: str, people: People) -> bool:
    if written in people.known or "\n" in written:
        return False
    if _HANGUL.search(preferred):
        return True
    return written.upper() != written and any(sign.isspace() or sign == "-" for sign in written)


def _ends(plain: str, at: int, preferred: str) -> bool:
    """Whether the word is over: in Korean a particle may follow."""
    after = plain[at : at + 1]
    return not after.isalnum() or (bool(_HANGUL.search(preferred)) and after in _PARTICLES)


def _folded(text: str) -> Iterator[tuple[str, int]]:
    """Its letters and digits without case and accents, each with the place where it stands."""
    for at, sign in enumerate(text):
        if not sign.isalnum():
            continue
        if sign.isascii() or _HANGUL.match(sign):
            yield sign.lower(), at
            continue
        for letter in unicodedata.normalize("NFD", sign.casefold()):
            if letter.isalnum():
                yield letter, at
