"""Headings inside the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from briefings.checks.findings import Finding
from briefings.checks.look import Look, called, excerpt, place

_HEADING = re.compile(r"<h([2-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
_OF_A_PART = 2  # the level of the heading above a part


def follow_each_other(look: Look) -> Iterator[Finding]:
    """None is empty, and none skips a level: those who cannot see the page go by them."""
    for part in look.content.parts:
        above = _OF_A_PART
        for level, html in _HEADING.findall(part.html):
            said, level = excerpt(strip_tags(html)), int(level)
            if not said:
                message = _("There is an empty heading in %(part)s.") % {"part": called(part)}
                yield Finding(place(part), message, f"{level}")
            elif level > above + 1:
                message = _("The heading “%(heading)s” skips a level, in %(part)s.")
                named = {"heading": said, "part": called(part)}
                yield Finding(place(part), message % named, f"{above}>{level} {said}")
            above = level
