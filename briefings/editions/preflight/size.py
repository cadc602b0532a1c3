"""Gmail shows the first 102 kB of a mail. What the links to leave stand in comes last."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.editions.mail.fitting import CLIPPED, LARGEST, fitted
from briefings.editions.preflight import pages
from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, error, warning


def is_not_clipped(look: Look) -> Iterator[Problem]:
    """The whole edition is small enough, or what is left when long pieces are shortened."""
    edition = look.edition
    made = fitted(look.content, look.site, edition.get_absolute_url(), look.mailing_list)
    page, size = pages.items(edition), {"size": made.size // 1000, "most": LARGEST // 1000}
    if made.size > CLIPPED:
        said = _("The mail has %(size)d kB. Gmail would cut it off, with the link to unsubscribe.")
        yield error("too-large", said % size, page)
    elif made.size > LARGEST:
        said = _("The mail has %(size)d kB; beyond %(most)d kB it comes near to what Gmail cuts off.")
        yield warning("large", said % size, page)
    elif made.shortened:
        titles = ", ".join(_("“%(title)s”") % {"title": item.title} for item in made.shortened)
        said = _(
            "The mail would have more than %(most)d kB. It shows only the beginning of %(titles)s, and a link."
        )
        yield warning("shortened", said % {**size, "titles": titles}, page)
