"""Choose the format and the parts of an imported text.

Parts whose headings, in any language, are those of a format become that format's parts (a briefing's What Happened,
Implication, Context); other parts stay free, under keys made of their headings. A single body is an article's, and a
paper's text where there is a summary to go with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from briefings import slugs
from briefings.importers.records import Record
from briefings.importers.texts import Rejected
from briefings.models import Format, Kind, PartKind
from briefings.sanitizing import CleanHTML

FREE = "free"  # key of the format without rules, made when first needed
_ONLY_A_LIST = re.compile(r"<ul>(?:(?!</?ul>).)*</ul>\Z", re.DOTALL)
_TEXT = re.compile(r"<img |(?:^|>)[^<]*[^<\s]")


@dataclass(frozen=True)
class PartDraft:
    """A part as it will be stored; `html` has passed the sanitiser."""

    key: str
    heading: str
    html: str
    kind: str = PartKind.PROSE.value


@dataclass(frozen=True)
class Shape:
    """The key of the format, the kind, and the parts in order."""

    format: str
    kind: str
    parts: tuple[PartDraft, ...]


def shape(record: Record, bodies: Sequence[CleanHTML], formats: Sequence[Format]) -> Shape:
    """How `record` is kept in one of `formats` (with their parts prefetched). Raises Rejected for a text without words."""
    if record.body:
        if not _TEXT.search(bodies[0]):
            raise Rejected("body", "holds no text")
        return _single(record, bodies[0], {shape.key: shape for shape in formats})
    parts = [(heading, html) for (heading, _source), html in zip(record.parts, bodies, strict=True)]
    if not any(_TEXT.search(html) for _heading, html in parts):
        raise Rejected("parts", "hold no text")
    return _several(record, parts, formats)


def _single(record: Record, html: str, formats: dict[str, Format]) -> Shape:
    kind = record.kind or Kind.ARTICLE.value
    paper = formats.get("paper")
    if kind == Kind.PAPER and record.summary and paper and _needs_only(paper, {"summary", "text"}):
        headings = {rule.key: rule.heading_in(record.language) for rule in paper.parts.all()}
        summary = "".join(f"<p>{escape(line, quote=False)}</p>" for line in record.summary.splitlines())
        parts = (("summary", summary), ("text", html))
        return Shape("paper", kind, tuple(PartDraft(key, headings.get(key, ""), body) for key, body in parts))
    article = formats.get("article")
    fits = article and _needs_only(article, {"body"})
    return Shape("article" if fits else FREE, kind, (PartDraft("body", "", html),))


def _several(record: Record, parts: list[tuple[str, str]], formats: Sequence[Format]) -> Shape:
    for form in sorted(formats, key=lambda form: form.kind != record.kind):
        rules = _matching(form, parts)
        filled = {
            rule.key
            for rule, (_heading, html) in zip(rules, parts, strict=True)
            if rule and _TEXT.search(html)
        }
        if 2 * len(filled) > len(parts) and _needs_only(form, filled):
            return Shape(form.key, record.kind or form.kind, _keyed(parts, rules))
    return Shape(FREE, record.kind or Kind.ARTICLE.value, _keyed(parts, [None] * len(parts)))


def _needs_only(form: Format, keys: set[str]) -> bool:
    return {rule.key for rule in form.parts.all() if rule.required} <= keys


def _matching(form: Format, parts: list[tuple[str, str]]) -> list:
    """For each part the rule of `form` that its heading names, each rule once."""
    rules = {
        _plain(name): rule
        for rule in form.parts.all()
        for name in (rule.heading, *rule.headings.values())
        if name
    }
    found, used = [], set()
    for heading, _html in parts:
        rule = rules.get(_plain(heading))
        found.append(None if rule is None or rule.key in used else rule)
        used.add(rule and rule.key)
    return found


def _plain(heading: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", heading).casefold()))


def _keyed(parts: list[tuple[str, str]], rules: list) -> tuple[PartDraft, ...]:
    taken = {rule.key for rule in rules if rule}
    drafts = []
    for (heading, html), rule in zip(parts, rules, strict=True):
        key = rule.key if rule else slugs.distinct(_free_key(heading), taken)
        taken.add(key)
        bullets = rule and rule.kind == PartKind.BULLETS and _ONLY_A_LIST.match(html)
        drafts.append(
            PartDraft(key, heading, html, PartKind.BULLETS.value if bullets else PartKind.PROSE.value)
        )
    return tuple(drafts)


def _free_key(heading: str) -> str:
    """At most 45 characters, so that a number still fits behind it."""
    return slugs.slugify(heading, otherwise="part")[:45].strip("-") if heading else "body"
