"""What a mailing says in each interface language."""

from __future__ import annotations

from briefings.editions.content import EditionContent
from briefings.editions.mail.fitting import fitted
from subscriptions.models import MailingList
from subscriptions.sending.words import Words


def words(content: EditionContent, site, page: str, *, mailing_list: MailingList | None) -> dict[str, Words]:
    """Subject, HTML and plain text by language; `page` is the path of the edition's page, `site` its record. Texts stay
    in the language of the edition, what stands round them is in the reader's."""
    return fitted(content, site, page, mailing_list).words
