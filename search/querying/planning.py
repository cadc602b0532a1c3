"""From the query language to groups: words analysed, beginnings and synonyms added, fields looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from search.analysis import stream
from search.analysis.letters import HYPHENS, IDEOGRAPHIC, fold
from search.analysis.terms import CHUNK, analyse
from search.indexing import markers
from search.querying import editors, vocabulary
from search.querying.forms import key
from search.querying.groups import Alternative, Group, Known, tsquery
from search.querying.language import Atom, Clause, Query

MOST_GROUPS = 24
_LONGEST_SYNONYM = 4  # words
_HYPHEN = re.compile(f"[{HYPHENS}]")


@dataclass
class Plan:
    """What to look for. `unknown` are typed words that the index does not know; `missing` are field values that
    nothing has, as (field, value)."""

    groups: list[Group] = field(default_factory=list)
    known: Known = field(default_factory=Known)
    unknown: list[str] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    impossible: bool = False

    @property
    def positive(self) -> list[Group]:
        """What has to match, all of it or some."""
        return [group for group in self.groups if not group.negative and not group.bonus]

    @property
    def bonuses(self) -> list[Group]:
        return [group for group in self.groups if group.bonus]


def plan(query: Query, synonyms: dict[str, list[str]] | None = None) -> Plan:
    """Plan the words of `query`; its fields are the caller's (`filters.py`), but for parts, which are looked up here.
    `synonyms` are those of its `runs`, where the caller knows them already."""
    made = Plan()
    scope: tuple[int, ...] = ()
    if query.parts:
        numbers = vocabulary.parts(query.parts)
        scope = tuple(dict.fromkeys(n for found in numbers.values() for n in found))
        made.missing += [("in", typed) for typed, found in numbers.items() if not found]
        made.impossible = not scope
    groups = groups_of(query.clauses, synonyms)
    groups = [
        group.with_(parts=scope) if not group.title and not group.negative else group for group in groups
    ]
    stops = stop_words(query.clauses)
    groups += [group.with_(bonus=True) for group in stops] if groups else stops
    made.known = vocabulary.know(_names(groups))
    for group in _counted(groups):
        alternatives = tuple(
            a.with_pairs(made.known.common.paired)
            for a in group.alternatives
            if _possible(a, group, made.known)
        )
        if alternatives:
            made.groups.append(group.with_(alternatives=alternatives))
        elif not group.negative and not group.bonus:
            made.unknown.append(group.text)
            made.groups.append(group.with_(alternatives=()))
    made.groups = _bounded(made)
    if made.known.overflows:
        made.groups = _with_overflow(made.groups)
    return made


def _possible(alternative: Alternative, group: Group, known: Known) -> bool:
    """Whether the index can hold it: pairs of syllables within a word may be such that stand over spaces only. A title's
    stop words are not counted: only the index itself can tell."""
    names = alternative.names
    counted = names[0] in known.df and names[-1] in known.df
    return group.title or (counted and all(term in known.numbers for term in names))


def _names(groups: list[Group]) -> set[str]:
    """What the index knows the terms of groups by."""
    names = {term for group in groups for a in group.alternatives for term in a.names}
    return names | {markers.title(t) for g in groups if g.title for a in g.alternatives for t in a.names}


def _counted(groups: list[Group]) -> list[Group]:
    """Equal groups once, with how often they were asked for."""
    seen: dict[tuple, Group] = {}
    for group in groups:
        same = (group.alternatives, group.negative, group.title, group.firm)
        seen[same] = seen[same].with_(weight=seen[same].weight + 1) if same in seen else group
    return list(seen.values())


def _bounded(made: Plan) -> list[Group]:
    """At most MOST_GROUPS, the rarest: a pasted page is a question too."""
    if len(made.groups) <= MOST_GROUPS:
        return made.groups
    rarity = {
        id(g): min((made.known.df.get(t, 0) for a in g.alternatives for t in a.names), default=0)
        for g in made.groups
    }
    kept = set(map(id, sorted(made.groups, key=lambda g: (not g.firm, rarity[id(g)]))[:MOST_GROUPS]))
    return [group for group in made.groups if id(group) in kept]


def _with_overflow(groups: list[Group]) -> list[Group]:
    """Phrases and Korean words also looked up in the text past the places of a vector."""
    asked = [g for g in groups if g.anywhere and any(len(a.terms) > 1 for a in g.alternatives)]
    if not asked:
        return groups
    found = vocabulary.in_overflow([tsquery(group.with_(negative=False)) for group in asked])
    entries = {id(group): tuple(ids) for group, ids in zip(asked, found, strict=True)}
    return [group.with_(overflow=entries.get(id(group), ())) for group in groups]


def runs(clauses: list[Clause]) -> dict[tuple[int, int], str]:
    """What may have synonyms: by its place and number of clauses, the key of a word or of some that stand together."""
    plain = [_plain_key(clause) for clause in clauses]
    found = {}
    for start in range(len(clauses)):
        for size in range(1, _LONGEST_SYNONYM + 1):
            keys = plain[start : start + size]
            if len(keys) == size and all(keys):
                found[start, size] = " ".join(keys)
    return found


def groups_of(clauses: list[Clause], synonyms: dict[str, list[str]] | None = None) -> list[Group]:
    """Groups of the clauses, whether the index knows their words or not; runs of words with `synonyms` (looked up, if
    None) are one group."""
    keys = runs(clauses)
    known = editors.synonyms(keys.values()) if synonyms is None else synonyms
    groups, at = [], 0
    while at < len(clauses):
        size = next((s for s in range(_LONGEST_SYNONYM, 0, -1) if keys.get((at, s)) in known), 0)
        if size:
            groups.append(_synonymous(clauses[at : at + size], known[keys[at, size]]))
            at += size
        else:
            groups.extend(_groups(clauses[at]))
            at += 1
    return groups


def stop_words(clauses: list[Clause]) -> list[Group]:
    """The stop words of a question, to be found in titles: “Who we are”."""
    stops = [
        stop
        for clause in clauses
        if not clause.negative
        for atom in clause.atoms
        if not atom.prefix
        for stop, _place in stream(atom.text).stops
    ]
    return [Group((Alternative(((markers.title(stop), 0),)),), stop) for stop in dict.fromkeys(stops)]


def _plain_key(clause: Clause) -> str:
    """What synonyms are looked up by; empty for what is not to be widened: phrases of many words stay as they are."""
    if clause.negative or len(clause.atoms) != 1 or clause.atoms[0].prefix:
        return ""
    return key(clause.atoms[0].text)


def _synonymous(clauses: list[Clause], others: list[str]) -> Group:
    own = [_alternatives(clause.atoms[0]) for clause in clauses]
    title = any(clause.atoms[0].title for clause in clauses)
    if len(own) == 1:
        alternatives = own[0]
    else:  # typed without quotes: the words need not stand together
        words = [found[0].terms for found in own if found]
        alternatives = [Alternative(tuple(term for terms in words for term in terms), together=False)]
    for other in others:
        alternatives = [*alternatives, *_alternatives(Atom(other, phrase=True, title=title))]
    text = " ".join(clause.atoms[0].text for clause in clauses)
    firm = len(clauses) == 1 and clauses[0].atoms[0].phrase
    return Group(tuple(dict.fromkeys(alternatives)), text, title=title, firm=firm)


def _groups(clause: Clause) -> list[Group]:
    """A clause as groups: one, or one for each word of an item that slashes or dots hold together."""
    if len(clause.atoms) == 1 and not clause.atoms[0].phrase and not clause.negative:
        atom = clause.atoms[0]
        chunks = CHUNK.findall(fold(atom.text))
        if len(chunks) > 1:
            pieces = [
                Atom(chunk, prefix=atom.prefix and chunk is chunks[-1], title=atom.title) for chunk in chunks
            ]
            return [group for piece in pieces for group in _groups(Clause((piece,)))]
    found = [(atom, alternative) for atom in clause.atoms for alternative in _alternatives(atom)]
    if not found:
        return []
    first = clause.atoms[0]
    in_title = all(atom.title for atom in clause.atoms)  # else the text holds them all: a title is part of it
    return [
        Group(
            tuple(dict.fromkeys(alternative for _atom, alternative in found)),
            " ".join(atom.text for atom in clause.atoms),
            negative=clause.negative,
            firm=first.phrase or first.title,
            title=in_title,
        )
    ]


def _alternatives(atom: Atom) -> list[Alternative]:
    """The ways to find an atom: its words side by side, joined without a hyphen, or any word that begins so."""
    if atom.prefix:
        return _beginnings(atom)
    found = stream(atom.text)
    terms = sorted((*found.pairs, *found.stops), key=lambda pair: pair[1]) if atom.title else found.pairs
    if not terms:
        return []
    joined = [j for chunk in CHUNK.findall(fold(atom.text)) if (j := analyse(chunk).joined)]
    apart = [pair for pair in terms if pair[0] not in joined]
    # Pairs over a space are there in documents only: a phrase needs but the distance.
    # All pairs of one Korean word in a text are that word but for a freak, and need no look at their places.
    one_word = not atom.phrase and all(IDEOGRAPHIC.search(term) for term, _place in apart)
    alternatives = [Alternative(tuple(apart), together=not one_word)] if apart else []
    if len(joined) == 1 and not atom.phrase:
        alternatives.append(Alternative(((joined[0], 0),)))
    if joined and atom.phrase:
        alternatives += _alternatives(replace(atom, text=_HYPHEN.sub("", fold(atom.text))))
    if len(terms) == 1 and len(terms[0][0]) == 1 and not terms[0][0].isascii():
        # One syllable stands in the index inside pairs only.
        alternatives += [Alternative(((term, 0),)) for term in vocabulary.beginning(terms[0][0])]
    return alternatives


def _beginnings(atom: Atom) -> list[Alternative]:
    words = [word for chunk in CHUNK.findall(fold(atom.text)) for word in analyse(chunk).words]
    if not words:
        return []
    last = words[-1]
    if last.ideographic and len(last.terms) > 1:
        return [Alternative(last.terms, together=False)]
    begin = last.surface or last.terms[0][0]
    found = [Alternative(((term, 0),)) for term in vocabulary.beginning(begin)]
    return list(dict.fromkeys([*found, Alternative(((last.terms[0][0], 0),))]))
