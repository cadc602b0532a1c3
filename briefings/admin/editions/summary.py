"""What the page that asks for confirmation states: to whom, from whom, what, and how it begins."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags

from briefings.editions.content import EditionContent
from briefings.editions.mail.publisher import publisher_of
from subscriptions.models import MailingList
from subscriptions.sending.freezing import audience

WORDS = 10


@dataclass(frozen=True)
class Summary:
    """`people` is how many would get it now; None where it is not mailed."""

    content: EditionContent
    mailing_list: MailingList | None
    people: int | None
    sender: str
    begins: str


def summary_of(content: EditionContent, site, mailing_list: MailingList | None) -> Summary:
    people = audience(mailing_list).count() if mailing_list else None
    return Summary(content, mailing_list, people, _sender(site, mailing_list), first_words(content))


def first_words(content: EditionContent) -> str:
    """The first ten words of what a reader reads."""
    texts = [content.intro]
    for item in content.items[:1]:
        texts += [item.note, item.title, item.dek, *(part.html for part in item.parts)]
    words = unescape(strip_tags(" ".join(texts).replace("<", " <"))).split()
    return " ".join(words[:WORDS]) + ("…" if len(words) > WORDS else "")


def _sender(site, mailing_list: MailingList | None) -> str:
    if mailing_list is None:
        return ""
    publisher = publisher_of(site)
    name = mailing_list.sender_name or publisher.name
    return f"{name} <{mailing_list.sender_address or publisher.contact}>"
