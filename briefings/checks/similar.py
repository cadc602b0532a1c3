"""Whether something like it came out a short while ago.

Titles are compared by the groups of three letters that they share (Jaccard), which works for Hangul, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from briefings.checks.findings import Finding
from briefings.checks.look import Look
from briefings.models import Publication

RECENT, MOST = timedelta(days=365), 400


def is_nothing(look: Look) -> Iterator[Finding]:
    """No recent piece in the same language has nearly the same title."""
    title, least = look.content.title, look.limits["similar"] / 100
    if len(title) < 6:
        return
    recent = Publication.objects.filter(
        language=look.content.language, published_at__gte=timezone.now() - RECENT, retracted=False
    )
    rows = recent.exclude(pk=look.pk).newest_first().values_list("pk", "title")[:MOST]
    own = _threes(title)
    alike = [(_likeness(own, _threes(other)), pk, other) for pk, other in rows]
    likeness, pk, other = max(alike, default=(0, 0, ""))
    if likeness >= least:
        said = _("A recent piece has nearly this title: “%(title)s”.") % {"title": other}
        yield Finding("title", said, f"{pk} {title}")


def _threes(text: str) -> set[str]:
    padded = f"  {' '.join(text.casefold().split())} "
    return {padded[n : n + 3] for n in range(len(padded) - 2)}


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)
