"""Where in the back office a thing is mended."""

from __future__ import annotations

from django.urls import reverse

from briefings.models import Edition, Series
from subscriptions.models import MailingList


def field(edition: Edition, name: str) -> str:
    """A field in the form of an edition."""
    return f"{_change('briefings_edition', edition.pk)}#id_{name}"


def items(edition: Edition) -> str:
    return f"{_change('briefings_edition', edition.pk)}#items-group"


def briefing(pk: int) -> str:
    return _change("briefings_briefing", pk)


def image(pk: int) -> str:
    return _change("briefings_image", pk)


def series(one: Series) -> str:
    return f"{_change('briefings_series', one.pk)}#id_mailing_list"


def mailing_list(one: MailingList) -> str:
    return _change("subscriptions_mailinglist", one.pk)


def site() -> str:
    """The site's record, of which there is one."""
    return _change("newsroom_siterecord", 1)


def _change(name: str, pk: int) -> str:
    return reverse(f"admin:{name}_change", args=[pk])
