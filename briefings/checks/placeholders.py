"""What a writer left to be filled in.

Few signs, each of which hardly stands in a finished text. “TK” does in Korean, where it is Daegu and North Gyeongsang;
there it counts only in brackets. “추후” and “예시” stand in every second Korean text; only whole phrases count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.checks.findings import Finding
from briefings.checks.look import Look

_ANYWHERE = re.compile(
    r"""\[\s*(?:TK|TBC|TBD|TODO|link|title|name|date|…|\.\.\.)\s*\]   # brackets to fill in
      | \bTKTK\w*\b | \bTODO\b | \bFIXME\b
      | (?i:\blorem\s+ipsum\b)
      | (?<![\w.])(?:xxx+|XXX+)(?![\w.])                      # and not xxx.example.org
      | \?\?\?+ | ？？？+
      | (?:내용|본문|제목|텍스트|문구)(?:을|를)?\s?(?:입력|작성)\s?(?:하세요|하십시오|해\s?주세요|예정|바람)
      | 여기에\s?(?:입력|작성)
      | 추후\s?(?:작성|입력|기재)
      | 예시\s?(?:텍스트|문구|문장|제목|본문)
    """,
    re.VERBOSE,
)
_NOT_IN_KOREAN = re.compile(r"\bTK\b")


def are_none(look: Look) -> Iterator[Finding]:
    """One finding for each text that has some."""
    for text in look.texts:
        if found := unfinished(text.plain, look.content.language):
            said = _("This looks unfinished: “%(excerpt)s”, in %(where)s.")
            yield Finding(text.where, said % {"excerpt": found, "where": text.name}, found)


def unfinished(plain: str, language: str) -> str:
    """The first placeholder in `plain` with the words round it, or ""."""
    found = _ANYWHERE.search(plain)
    if not found and not language.startswith("ko"):
        found = _NOT_IN_KOREAN.search(plain)
    if not found:
        return ""
    return " ".join(plain[max(0, found.start() - 20) : found.end() + 20].split())
