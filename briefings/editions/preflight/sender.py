"""Who sends it: the address that the law asks for, and the signature that mailbox providers ask for."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from briefings.editions.mail.publisher import publisher_of
from briefings.editions.preflight import pages
from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, error, warning
from subscriptions.mails.message import sender_of


def gives_an_address(look: Look) -> Iterator[Problem]:
    """A postal address stands at its end."""
    if not look.site.postal_address.strip():
        said = _("The site has no postal address, which has to stand in every mailing.")
        yield error("no-postal-address", said, f"{pages.site()}#id_postal_address")


def signs(look: Look) -> Iterator[Problem]:
    """Whoever runs the site has noted that mail from this domain is signed. Nobody is asked: what name servers say,
    `check_sending` leaves to them, too. The demo sends nothing."""
    if settings.DEMO or look.mailing_list is None:
        return
    domain = parseaddr(sender_of(look.mailing_list, publisher_of(look.site)))[1].rpartition("@")[2].lower()
    if not any(domain == known or domain.endswith(f".{known}") for known in settings.DKIM_DOMAINS):
        said = _(
            "Nobody has noted that mail from %(domain)s is signed (DKIM). Large mailbox providers refuse newsletters "
            "that are not. Once it is set up, whoever runs the site adds the domain to DKIM_DOMAINS."
        )
        yield warning("no-dkim", said % {"domain": domain}, pages.mailing_list(look.mailing_list))
