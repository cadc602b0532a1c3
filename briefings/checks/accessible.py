"""Whether everybody can read the text as it will be rendered: those who hear it, and those who go from link to link.

The pages of the site themselves are tested by axe in a browser. What writers bring into them is little and sanitised, so
what can go wrong with it is looked at here, by checks of our own that run wherever a piece is saved or published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from briefings.checks.findings import Finding
from briefings.checks.look import Look, Text

_LINKED = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_HANGUL = re.compile("[가-힣]")
_LETTER = re.compile(r"[^\W\d_]")
_SAYING_NOTHING = set(
    "here|click here|this|this link|link|more|read more|see here|details|여기|여기를 클릭|클릭|링크|이 링크|바로가기|"
    "더 보기|더보기|자세히|자세히 보기".split("|")
)
_ENOUGH = 80  # letters: of less the language cannot be told


def is_readable(look: Look) -> Iterator[Finding]:
    """Links say where they lead, tables have headings, and the text is in the language it is said to be in."""
    for text in look.texts:
        if text.html:
            yield from _links(text)
            yield from _tables(text)
    yield from _language(look)


def _links(text: Text) -> Iterator[Finding]:
    for html in _LINKED.findall(text.html):
        words = " ".join(unescape(strip_tags(html)).split())
        if not words and not re.search(r'<img[^>]*\salt="[^"]', html):
            yield Finding(
                text.where, _("A link in %(where)s has no words.") % {"where": text.name}, "no words"
            )
        elif words.casefold().strip(" .…›»→") in _SAYING_NOTHING:
            said = _("The link “%(words)s” does not say where it leads, in %(where)s.")
            yield Finding(text.where, said % {"words": words, "where": text.name}, words)


def _tables(text: Text) -> Iterator[Finding]:
    for table in _TABLE.findall(text.html):
        if "<th" not in table:
            said = _("A table in %(where)s has no row or column of headings.") % {"where": text.name}
            yield Finding(text.where, said, strip_tags(table)[:200])


def _language(look: Look) -> Iterator[Finding]:
    letters = _LETTER.findall(" ".join(part.text for part in look.content.parts))
    if len(letters) < _ENOUGH:
        return
    share = sum(1 for letter in letters if _HANGUL.match(letter)) / len(letters)
    if look.is_korean and share < 0.1:
        yield Finding("language", _("It is said to be in Korean, and has hardly any Hangul."), "ko")
    elif look.content.language.startswith("en") and share > 0.5:
        yield Finding("language", _("It is said to be in English, and most of it is in Hangul."), "en")
