"""How hard it is to read.

English: Flesch's reading ease (1948), 206.835 − 1.015 × words a sentence − 84.6 × syllables a word, syllables counted by
groups of vowels; 60 and more reads easily, below 30 only specialists follow. Korean has no measure so widely agreed on:
there it is the number of words (eojeol) a sentence. Other languages are not measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from briefings.checks.findings import Finding
from briefings.checks.look import Look
from briefings.content import Content

ENOUGH = 60  # words: of less nothing can be said
LONGEST_KOREAN = 20  # words a sentence
_SENTENCE = re.compile(r"[.!?。…]+[”’\"')\]]*\s+|\n+")
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|No|vs|etc|e\.g|i\.e|U\.S|U\.N)\.(?=\s)")


class Level(NamedTuple):
    """`score`: reading ease, higher being easier, of English; words a sentence of Korean."""

    score: float
    korean: bool

    def __str__(self) -> str:
        if self.korean:
            return _("%(n)d words a sentence") % {"n": round(self.score)}
        return _("Flesch reading ease %(n)d") % {"n": round(self.score)}


def is_bearable(look: Look) -> Iterator[Finding]:
    """It is not harder to read than editors allow."""
    level = of(look.content)
    if level is None:
        return
    if level.korean and level.score > LONGEST_KOREAN:
        said = _("Its sentences have %(n)d words each; beyond %(most)d they are hard to follow.")
        yield Finding("", said % {"n": round(level.score), "most": LONGEST_KOREAN}, f"{round(level.score)}")
    elif not level.korean and level.score < look.limits["level"]:
        said = _(
            "It is hard to read: %(level)s, and less than %(least)d is for specialists. Shorter sentences help most."
        )
        yield Finding("", said % {"level": level, "least": look.limits["level"]}, f"{round(level.score)}")


def of(content: Content) -> Level | None:
    """How hard `content` is, or None where it is too short or in another language."""
    text = "\n".join(part.text for part in content.parts)
    sentences = [
        one for one in _SENTENCE.split(_ABBREVIATED.sub(lambda m: m[0][:-1], text)) if len(one.split()) > 2
    ]
    if content.language.startswith("ko"):
        words = sum(len(one.split()) for one in sentences)
        return Level(words / len(sentences), True) if words >= ENOUGH / 2 else None
    words = [word for one in sentences for word in _WORD.findall(one)]
    if not content.language.startswith("en") or len(words) < ENOUGH:
        return None
    syllables = sum(map(_syllables, words))
    return Level(206.835 - 1.015 * len(words) / len(sentences) - 84.6 * syllables / len(words), False)


def _syllables(word: str) -> int:
    """“made” has one, “table” and “rises” two: a last e is mute but after an l, and so is that of -es and -ed mostly."""
    word = word.lower()
    groups = len(_VOWELS.findall(word))
    mute = word.endswith("e") and not word.endswith(("le", "ee", "ie", "oe", "ue"))
    mute = mute or (word.endswith("ed") and not word.endswith(("ted", "ded", "eed", "ied")))
    mute = mute or (
        word.endswith("es") and not word.endswith(("ses", "zes", "ces", "ges", "xes", "shes", "ches", "ies"))
    )
    return max(1, groups - mute)
