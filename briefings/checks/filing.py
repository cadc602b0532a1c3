"""Where readers find it again."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.checks.findings import Finding
from briefings.checks.look import Look


def is_done(look: Look) -> Iterator[Finding]:
    """It has a topic and a tag."""
    if not look.content.topics:
        yield Finding("topics", _("It has no topic: it stands on no topic's page."), "")
    if not look.content.tags:
        yield Finding("tags", _("It has no tag."), "")
