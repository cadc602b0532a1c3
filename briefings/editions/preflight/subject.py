"""What a mailbox shows of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.editions.preflight import pages
from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, error, warning

LONGEST = 70  # letters, which is what mailboxes on a desktop show; phones show half of it


def in_the_inbox(look: Look) -> Iterator[Problem]:
    """Subject and preheader are there, and the subject is not cut off."""
    says = look.content
    if not says.subject:
        yield error("no-subject", _("The subject is empty."), pages.field(look.edition, "subject"))
    elif len(says.subject) > LONGEST:
        said = _("The subject has %(number)d letters; mail programs show about %(most)d.")
        said %= {"number": len(says.subject), "most": LONGEST}
        yield warning("long-subject", said, pages.field(look.edition, "subject"))
    if not says.preheader:
        yield warning("no-preheader", _("The preheader is empty."), pages.field(look.edition, "preheader"))
