from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, error


def by_itself(look: Look) -> Iterator[Problem]:
    """Neither its page nor its mailing is there yet."""
    if look.facts.sent_before:
        yield error("sent-before", _("This edition has been sent already."))
