"""How long things are: parts by the words that their format asks for, title and dek by what lists and cards can show."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import east_asian_width

from django.utils.translation import gettext as _

from briefings.checks.findings import Finding
from briefings.checks.look import Look, called, place


def of_parts(look: Look) -> Iterator[Finding]:
    """Each part is as long as its format wants it. An empty one is no matter of length."""
    rules = {rule.key: rule for rule in look.shape.parts.all()}
    for part in look.content.parts:
        rule, words = rules.get(part.key), part.words
        if not rule or not words:
            continue
        named = {"part": called(part), "words": words, "most": rule.max_words, "least": rule.min_words}
        if rule.max_words and words > rule.max_words:
            said = _("%(part)s has %(words)d words; at most %(most)d are wanted.")
            yield Finding(place(part), said % named, f"{words}>{rule.max_words}")
        elif rule.min_words and words < rule.min_words:
            said = _("%(part)s has %(words)d words; at least %(least)d are wanted.")
            yield Finding(place(part), said % named, f"{words}<{rule.min_words}")


def of_title(look: Look) -> Iterator[Finding]:
    """The title is no longer than lists can show well, and does not shout."""
    title, most = look.content.title, look.limits["headline"]
    letters = [letter for letter in title if letter.isalpha()]
    if columns(title) > most:
        yield Finding("title", _too_long(_("The title"), title, most), f"{title}>{most}")
    if len(letters) > 12 and title.upper() == title and title.lower() != title:
        yield Finding("title", _("The title is all in capitals."), title)


def of_dek(look: Look) -> Iterator[Finding]:
    """There is a dek, and it is no longer than cards can show."""
    dek, most = look.content.dek, look.limits["dek"]
    if not dek:
        yield Finding("dek", _("There is no dek: cards and mails will have only the title."), "")
    elif columns(dek) > most:
        yield Finding("dek", _too_long(_("The dek"), dek, most), f"{dek}>{most}")


def columns(text: str) -> int:
    """How wide `text` is: a Chinese, Japanese or Korean letter takes the room of two Latin ones (Unicode Annex 11)."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _too_long(what: str, text: str, most: int) -> str:
    said = _(
        "%(what)s is as wide as %(n)d letters; beyond %(most)d it is cut off. A Hangul syllable counts as two."
    )
    return said % {"what": what, "n": columns(text), "most": most}
