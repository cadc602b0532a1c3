"""Gmail cuts off what is longer than 102 kB, with the links to leave at its end. So a mail that would come near to that
shows its longest pieces by their first part, or by their dek, and a link.

The page of the edition has them in full.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import override

from briefings.editions.content import EditionContent, Item
from briefings.editions.mail.html import html
from briefings.editions.mail.mail import Mail
from briefings.editions.mail.plain import plain
from briefings.models import Choice
from subscriptions.models import MailingList
from subscriptions.sending.words import Words

LARGEST, CLIPPED = 90_000, 102_000  # bytes of HTML: what we send at most; where Gmail cuts
_TEASER = 300  # letters of a piece that has no dek


@dataclass(frozen=True)
class Fitted:
    """A mail in each language, and which items it had to shorten."""

    words: dict[str, Words]
    shortened: tuple[Item, ...]

    @property
    def size(self) -> int:
        """Bytes of the HTML, in the language where it has most."""
        return max(len(said.html.encode()) for said in self.words.values())


def fitted(
    content: EditionContent, site, page: str, mailing_list: MailingList | None, *, test: bool = False
) -> Fitted:
    """The mail of `content`, of at most `LARGEST` bytes as long as there is something to shorten."""
    shortened: dict[int, Item] = {}
    while True:
        made = Fitted(_words(Mail(content, site, page, mailing_list, test)), tuple(shortened.values()))
        longest = max(content.items, key=_length, default=None)
        if made.size <= LARGEST or longest is None or not _length(longest):
            return made
        shortened.setdefault(longest.id, longest)
        content = replace(
            content, items=tuple(_shorter(item) if item is longest else item for item in content.items)
        )


def _words(mail: Mail) -> dict[str, Words]:
    said = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            said[code] = Words(mail.subject, html(mail), plain(mail))
    return said


def _length(item: Item) -> int:
    """What could be left out."""
    return sum(len(part.html) for part in item.parts)


def _shorter(item: Item) -> Item:
    """Its first part, or none where there is but one."""
    if item.parts[1:]:
        return replace(item, shown=Choice.FIRST, parts=item.parts[:1])
    text = item.parts[0].text.replace("\n", " ")
    teaser = text if len(text) <= _TEASER else text[:_TEASER].rpartition(" ")[0] + "…"
    return replace(item, shown=Choice.TEASER, parts=(), dek=item.dek or teaser)
