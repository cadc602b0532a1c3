"""Who answers for a mail, from the site's record where that is at hand."""

from __future__ import annotations

from subscriptions.host import Publisher


def publisher_of(site) -> Publisher:
    """`site` is the site's record; it is named in the active language."""
    return Publisher(site.name_in(), site.postal_address, site.contact_email)
