"""Links: those on this site lead to something that readers can see, none leads where only we can go."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.checks.addresses import is_private
from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, error


def lead_somewhere(look: Look) -> Iterator[Problem]:
    """One problem for each text and address."""
    for text in look.texts:
        for address in text.addresses:
            named = {"address": address, "where": text.name}
            if is_private(address):
                said = _("Readers cannot follow this link: %(address)s, in %(where)s.")
                yield error("private-link", said % named, text.link)
            elif address in look.broken_links:
                said = _("This link leads nowhere: %(address)s, in %(where)s.")
                yield error("broken-link", said % named, text.link)
