"""Names as bibliographies need them: which word is the family name, and may it be put first?

A name is kept as people write it. Korean, Chinese and Japanese names already have the family name first and are
never turned round; romanised Korean ones (“Kim Min-jun”) are recognised by a common family name before a hyphenated
given name, or by the Hangul name kept beside.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from briefings.content import Credit

_EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]")
_PARTICLE_WORDS = "al ap bin da de del della den der des di dos du el ibn la le ten ter van von y zu"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_FAMILY_WORDS = (
    "ahn an bae baek ban bang byun cha chae chang cheon cho choe choi chon chu chun chung do eom gang "
    "geum gil go gong gu gwak gwon ha ham han heo ho hong hur hwang hyun im jang jegal jeon jeong ji "
    "jin jo joo ju jun jung kang keum ki kil kim ko kong koo kwak kwon lee lim ma maeng min moon na nam "
    "namgung no noh oh paek pak park pyo rhee ri rim roh ryu seo seok seol seong shim shin sim sin so "
    "sohn son song suh suk sung tak uhm um wi won woo yang yeo yeom yi yim yoo yoon you yu yun"
)
_KOREAN_FAMILIES = frozenset(_FAMILY_WORDS.split())


class Name(NamedTuple):
    """`shown` as written. `family` is empty for a name that stays whole: an organisation, or one word."""

    shown: str
    family: str = ""
    given: str = ""
    family_first: bool = False
    corporate: bool = False

    @property
    def inverted(self) -> str:
        """“Reyes, Ana”; names that have the family name first anyway, and whole ones, as they are."""
        return f"{self.family}, {self.given}" if self.family and not self.family_first else self.shown


def of(credit: Credit, language: str) -> Name:
    """The name that `credit` gives, in `language`, taken apart."""
    shown = " ".join(credit.to.name_in(language).split())
    if credit.kind != "person":
        return Name(shown, corporate=True)
    return taken_apart(shown, hangul=any(_EAST_ASIAN.search(name) for name in credit.to.names.values()))


def taken_apart(shown: str, *, hangul: bool = False) -> Name:
    """A person's name in parts. `hangul` says that the person also has a name in Hangul (or Hanja, or Kana)."""
    words = shown.split()
    if len(words) < 2 or "," in shown:
        return Name(shown)
    if _EAST_ASIAN.search(shown):
        return Name(shown, family=words[0], given=" ".join(words[1:]), family_first=True)
    first_is_family = words[0].lower() in _KOREAN_FAMILIES
    last_is_family = words[-1].lower() in _KOREAN_FAMILIES
    if first_is_family and not last_is_family and (hangul or _hyphenated_given(words)):
        return Name(shown, family=words[0], given=" ".join(words[1:]), family_first=True)
    start = len(words) - 1
    if words[start].lower() in _SUFFIXES and start > 1:
        start -= 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return Name(shown, family=" ".join(words[start:]), given=" ".join(words[:start]))


def _hyphenated_given(words: list[str]) -> bool:
    return len(words) == 2 and bool(re.fullmatch(r"\w+-\w+", words[1]))
