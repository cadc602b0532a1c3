"""The Chicago Manual of Style, notes and bibliography, for pages of a website: the entry of a bibliography.

Quoted titles for pieces, italics for series, papers and reports; more than six authors become three “et al.”
(18th ed.). English conventions whatever the language of the piece, as the manual asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from django.utils.encoding import uri_to_iri
from django.utils.safestring import SafeString, mark_safe

from briefings.citations.names import Name
from briefings.citations.work import Work

_MEDIUM = {"podcast": "Podcast", "video": "Video", "event": "Event"}
_MONTH_NAMES = "January February March April May June July August September October November December"
_MONTHS = _MONTH_NAMES.split()
_ENDS = (".", "?", "!", "…", "。", "？", "！")


def chicago_text(work: Work) -> str:
    """One line of plain text."""
    return " ".join([*_sentences(work, lambda title: title), f"{uri_to_iri(work.url)}."])


def chicago_html(work: Work) -> SafeString:
    """The same with italics and a link, escaped."""
    body = " ".join(map(_escaped, _sentences(work, _italic)))
    shown = uri_to_iri(work.url) if "%" in work.url else work.url
    link = f'<a href="{escape(work.url)}">{escape(shown)}</a>.'
    return mark_safe(f"{body} {link}")  # both are escaped


def _italic(title: str) -> SafeString:
    return mark_safe(f"<cite>{escape(title)}</cite>")


def _escaped(text: str) -> str:
    return text if isinstance(text, SafeString) else escape(text)


def _sentences(work: Work, italic: Callable[[str], str]) -> list[str]:
    people, plain = work.authors or work.editors, _joined(work)
    sentences = [_ended(plain)] if people else []
    sentences.append(_title(work, italic))
    alone = len(people) == 1 and people[0].shown == work.series
    where = [] if alone or not work.series else [work.series if work.stands_alone else italic(work.series)]
    where += [work.site] if not where and work.site != work.publisher else []
    where += [work.publisher] if work.publisher not in (person.shown for person in people) else []
    where.append(_date(work))
    sentences.append(_ended(_commas(where)))
    if work.kind in _MEDIUM:
        sentences.append(f"{_MEDIUM[work.kind]}.")
    if work.retracted:
        sentences.append("Retracted.")
    return sentences


def _commas(items: list[str]) -> str:
    """Joined by commas, escaped if any of them is HTML."""
    if any(isinstance(item, SafeString) for item in items):
        return mark_safe(", ".join(map(_escaped, items)))  # each is escaped
    return ", ".join(items)


def _joined(work: Work) -> str:
    people = work.authors or work.editors
    if not people:
        return ""
    shown = [people[0].inverted, *(person.shown for person in people[1:])]
    if len(shown) > 6:
        joined = ", ".join(shown[:3]) + ", et al."
    elif len(shown) == 1:
        joined = shown[0]
    else:
        joined = ", ".join(shown[:-1]) + _before_and(people, shown) + shown[-1]
    return joined if work.authors else joined + (", eds." if len(shown) > 1 else ", ed.")


def _before_and(people: tuple[Name, ...], shown: list[str]) -> str:
    """Two names that stay whole take no comma: “Kim Min-jun and Ana Reyes”."""
    return " and " if len(shown) == 2 and people[0].inverted == people[0].shown else ", and "


def _title(work: Work, italic: Callable[[str], str]) -> str:
    if work.stands_alone:
        return italic(work.title) if _closed(work.title) else _ended(italic(work.title))
    inner = re.sub(r'"([^"]*)"', r"‘\1’", work.title).replace("“", "‘").replace("”", "’")
    return f"“{inner}”" if _closed(inner) else f"“{inner}.”"


def _closed(text: str) -> bool:
    return text.rstrip("’”'\"").endswith(_ENDS)


def _ended(text: str) -> str:
    """`text` with a full stop, safe if it was."""
    if _closed(text):
        return text
    return text + SafeString(".") if isinstance(text, SafeString) else f"{text}."


def _date(work: Work) -> str:
    day = work.published
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}" if day else "n.d."
