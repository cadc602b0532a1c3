"""All checks by name. To add one, write a function that takes a `Look` and add it here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from briefings.checks import (
    accessible,
    filing,
    headings,
    lengths,
    level,
    links,
    pictures,
    placeholders,
    similar,
    sources,
    spellings,
)
from briefings.checks.findings import Finding
from briefings.checks.look import Look
from briefings.models import Use


@dataclass(frozen=True)
class Check:
    """`label` names it, `says` tells an editor what it wants; `use` and `limit` hold until editors set others. Without
    `limit` it has none."""

    find: Callable[[Look], Iterable[Finding]]
    label: str | Promise
    says: str | Promise
    use: Use = Use.ADVISORY
    limit: int | None = None


CHECKS: dict[str, Check] = {
    "placeholders": Check(
        placeholders.are_none,
        _("Placeholders"),
        _("Nothing is left to be filled in: TK, lorem ipsum, xxx, [link]."),
        Use.BLOCKING,
    ),
    "links": Check(
        links.lead_somewhere,
        _("Links on this site"),
        _(
            "They lead to something that readers can see, and none to the back office or a machine of our own."
        ),
        Use.BLOCKING,
    ),
    "outside-links": Check(
        links.led_somewhere,
        _("Links to other sites"),
        _("They led somewhere when they were last followed, which happens after a piece is saved."),
    ),
    "words": Check(
        lengths.of_parts,
        _("Length of parts"),
        _("Each part has as many words as its format asks for."),
    ),
    "headline": Check(
        lengths.of_title,
        _("Title"),
        _("No wider than so many letters; a Hangul syllable counts as two. Not all in capitals."),
        limit=90,
    ),
    "dek": Check(
        lengths.of_dek,
        _("Dek"),
        _("It is there, and no wider than so many letters; a Hangul syllable counts as two."),
        limit=180,
    ),
    "alt": Check(
        pictures.are_described,
        _("Words for pictures"),
        _("Pictures in the text have an alternative text, and none is the name of a file."),
    ),
    "credit": Check(
        pictures.are_credited,
        _("Credit of the picture"),
        _("The picture above the text says whose it is."),
    ),
    "filing": Check(filing.is_done, _("Topics and tags"), _("It has a topic and a tag.")),
    "headings": Check(
        headings.follow_each_other,
        _("Headings"),
        _("None in the text is empty, and none skips a level."),
    ),
    "sources": Check(
        sources.are_given,
        _("Sources"),
        _("In “What Happened” each bullet, and each paragraph with a number, has a link or a footnote."),
    ),
    "spellings": Check(
        spellings.are_ours,
        _("Names and spellings"),
        _("Names are written as in the list of people, words as in the list of spellings."),
    ),
    "similar": Check(
        similar.is_nothing,
        _("Similar titles"),
        _("No piece of the last year has a title that is alike by so many percent."),
        limit=60,
    ),
    "level": Check(
        level.is_bearable,
        _("Reading level"),
        _("English: a Flesch reading ease of at least so much. Korean: no more than 20 words a sentence."),
        limit=30,
    ),
    "accessible": Check(
        accessible.is_readable,
        _("Accessibility"),
        _(
            "Links say where they lead, tables have headings, the text is in the language it is said to be in."
        ),
    ),
}
