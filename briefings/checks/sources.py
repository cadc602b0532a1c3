"""Where it is known from: what happened is told with a link or a footnote."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import strip_tags
from django.utils.translation import ngettext

from briefings.checks.findings import Finding
from briefings.checks.look import Look, called, excerpt, place
from briefings.content import Part
from briefings.models import PartKind

FACTS = "what-happened"  # the key of the part that tells facts
_BULLET = re.compile(r"<li\b[^>]*>(.*?)</li>", re.DOTALL)
_PARAGRAPH = re.compile(r"<(p|td)\b[^>]*>(.*?)</\1>", re.DOTALL)
_NUMBER = re.compile(r"\d")
_SOURCED = ("<a ", "data-note=", "<small>")


def are_given(look: Look) -> Iterator[Finding]:
    """In the part that tells what happened, each bullet has a source, and each paragraph with a number."""
    for part in look.content.parts:
        if part.key != FACTS and part.kind != PartKind.BULLETS:
            continue
        bare = [
            excerpt(strip_tags(html)) for html in _told(part) if not any(sign in html for sign in _SOURCED)
        ]
        bare = [said for said in bare if said]
        if bare:
            message = ngettext(
                "No link or footnote says where this is known from, in %(part)s: “%(first)s”",
                "No link or footnote says where these %(n)d are known from, in %(part)s: “%(first)s” …",
                len(bare),
            )
            named = {"n": len(bare), "part": called(part), "first": bare[0]}
            yield Finding(place(part), message % named, "\n".join(bare))


def _told(part: Part) -> list[str]:
    bullets = _BULLET.findall(part.html)
    outside = _BULLET.sub("", part.html)
    return [
        *bullets,
        *(html for _tag, html in _PARAGRAPH.findall(outside) if _NUMBER.search(strip_tags(html))),
    ]
