"""The query language: words, "phrases", -without, OR, word*, and fields such as `author:` and `in:`.

Nothing a reader types is an error: what makes no sense is read as words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from search.analysis.letters import HYPHENS

LONGEST = 2_000
MOST_CLAUSES = 64

# Fields that narrow by a facet; `published:`-like dates and scopes are read apart.
FACETS = ("kind", "series", "channel", "author", "topic", "region", "tag", "year", "lang")
_FIELDS = (*FACETS, "before", "after", "title", "in")

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂「」『』", '"'))
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ITEM = re.compile(
    rf'(?P<minus>[-−])?(?:(?P<field>{"|".join(_FIELDS)}):)?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))',
    re.IGNORECASE,
)
_BETWEEN_WORDS = re.compile(r"(?<!\d)[,/;|()\[\]{}<>+=!?]+|[,/;|()\[\]{}<>+=!?]+(?!\d)")
_LAST_DOT = re.compile(rf"(?<=\w)\.(?=[{HYPHENS}]\w)")  # U.S.-China is one item, as US-China is
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True)
class Atom:
    """Words to find: one word, or with `phrase` several in this order. `prefix`: the word begins so. `title`: there."""

    text: str
    phrase: bool = False
    prefix: bool = False
    title: bool = False


@dataclass(frozen=True)
class Clause:
    """At least one of `atoms`, or none of them where `negative`."""

    atoms: tuple[Atom, ...]
    negative: bool = False


@dataclass(frozen=True)
class Wish:
    """A narrowing by field: `values` as typed, any of them."""

    name: str
    values: tuple[str, ...]
    negative: bool = False


@dataclass
class Query:
    """What was understood. `parts` are those named by `in:`; `after` is inclusive, `before` exclusive, as they read:
    `after:2024` from 1 January 2024 on, `before:2024` up to 31 December 2023."""

    clauses: list[Clause] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    after: date | None = None
    before: date | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything but its words leaves entries out."""
        left_out = any(clause.negative for clause in self.clauses)
        return bool(self.wishes or self.parts or self.after or self.before or left_out)

    @property
    def words(self) -> str:
        """The positive words and phrases alone, as text."""
        return " ".join(atom.text for clause in self.clauses if not clause.negative for atom in clause.atoms)


def parse(text: str) -> Query:
    """Read `text`, in time linear in its length; never raises."""
    query, before, joined = Query(), None, None  # what stood last, and what OR joins to
    text = _CONTROL.sub(" ", text.translate(_QUOTES))[:LONGEST]
    for item in _ITEM.finditer(text):
        if item["word"] == "OR" and not item["minus"] and not item["field"]:
            joined = before
            continue
        name = (item["field"] or "").lower()
        if name and _read_field(query, name, _value(item), bool(item["minus"]), joined is Wish):
            before, joined = Wish, None
            continue
        clauses = [Clause(atoms, bool(item["minus"])) for atoms in _atoms(item, name)]
        before = Clause if clauses else before
        if joined is Clause and clauses and not (query.clauses[-1].negative or item["minus"]):
            query.clauses[-1] = Clause((*query.clauses[-1].atoms, *clauses.pop(0).atoms))
        query.clauses.extend(clauses)
        joined = None
    query.clauses = query.clauses[:MOST_CLAUSES]
    if query.parts and all(clause.negative for clause in query.clauses):
        _read_parts_as_words(query)
    return query


def _read_parts_as_words(query: Query) -> None:
    """With nothing to look for in them, parts are looked for by their headings, which stand in the text."""
    names = (part.replace("-", " ").replace("_", " ") for part in query.parts)
    query.clauses[:0] = [Clause((Atom(name, phrase=True),)) for name in names]
    query.parts = []


def _value(item: re.Match) -> str:
    return (item["phrase"] if item["phrase"] is not None else item["word"]).strip()


def _atoms(item: re.Match, name: str) -> list[tuple[Atom, ...]]:
    """The atoms of one item, each a clause of its own."""
    title = name == "title"
    if item["phrase"] is not None:
        return [(Atom(item["phrase"], phrase=True, title=title),)] if item["phrase"].strip() else []
    word = item["word"] if not name or title else f"{name} {item['word']}"
    words = _LAST_DOT.sub("", _BETWEEN_WORDS.sub(" ", word)).split()
    return [
        (Atom(part.rstrip("*"), prefix=part.endswith("*"), title=title),)
        for part in words
        if part.strip("*-–—:.'’")
    ]


def _read_field(query: Query, name: str, value: str, negative: bool, either: bool) -> bool:
    """Take `name:value` into the query, as another value of the field before it where it is `either`; False where it is to
    be read as words."""
    if not value or name == "title":
        return False
    if name in ("before", "after"):
        day = read_day(value)
        if day is None or negative:
            return False
        setattr(query, name, day)
    elif name == "in":
        if negative:
            return False
        query.parts.append(value)
    else:
        wish = Wish(name, tuple(v for v in value.split(",") if v.strip()) or (value,), negative)
        if either and query.wishes and (query.wishes[-1].name, query.wishes[-1].negative) == (name, negative):
            wish = replace(wish, values=(*query.wishes.pop().values, *wish.values))
        query.wishes.append(wish)
    return True


def read_day(text: str) -> date | None:
    """The first day of `2024`, `2024-05` or `2024-05-17`; None for anything else."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
