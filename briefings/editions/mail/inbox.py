"""The line that a mailbox on a phone shows before the mail is opened."""

from __future__ import annotations

from dataclasses import dataclass
from email.header import decode_header, make_header
from email.utils import parseaddr

from briefings.editions.content import EditionContent
from briefings.editions.mail.publisher import publisher_of
from briefings.editions.mail.wrapping import cut
from subscriptions.mails.message import sender_of
from subscriptions.models import MailingList

SUBJECT, PREHEADER = 38, 76  # columns: one line of an upright phone, and two


@dataclass(frozen=True)
class InboxLine:
    sender: str
    address: str
    subject: str
    preheader: str


def inbox_line(content: EditionContent, site, mailing_list: MailingList | None) -> InboxLine:
    """As cut off by a phone; the sender's name in the active language."""
    name, address = parseaddr(sender_of(mailing_list, publisher_of(site)))
    name = str(make_header(decode_header(name)))  # a header holds other letters as encoded words (RFC 2047)
    return InboxLine(name, address, cut(content.subject, SUBJECT), cut(content.preheader, PREHEADER))
