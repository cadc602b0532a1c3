"""Marks that stand for something else until a mail is made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, error
from subscriptions.sending.marks import MARKS

# Of other newsletter programs: {{name}}, {% … %}, *|FNAME|*, %%name%%, [[name]], %recipient.name%
_OF_OTHERS = re.compile(
    r"\{\{[^{}]{1,60}\}\}|\{%[^%]{1,60}%\}|\*\|[\w:.]{1,40}\|\*|%%\w{1,40}%%|\[\[\w{1,40}\]\]|%recipient\.\w{1,40}%"
)


def are_none(look: Look) -> Iterator[Problem]:
    """None of ours, in whose place a reader's own token would go wherever the link leads; none of other programs."""
    for text in look.texts:
        whole = text.html or text.said
        own = next((mark for mark in MARKS if mark in whole), "")
        found = own or next(iter(_OF_OTHERS.findall(text.plain)), "")
        if found:
            said = _("“%(mark)s” would stand in the mail as it is, in %(where)s.")
            if own:
                said = _("“%(mark)s” stands for a reader's own link and must not be in %(where)s.")
            yield error("mark", said % {"mark": found, "where": text.name}, text.link)
