"""Everything that one mail is made of. It is written in the active language, which is the reader's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from briefings.bylines import signing
from briefings.content import Credit
from briefings.editions import showing
from briefings.editions.content import EditionContent, Item
from subscriptions.host import absolute
from subscriptions.models import MailingList
from subscriptions.sending.marks import PREFERENCES, UNSUBSCRIBE


@dataclass(frozen=True)
class Mail:
    """`site` is its record, `page` the path of the edition's page; `mailing_list` is None where a series has none.
    A mail that is a `test` says so."""

    content: EditionContent
    site: object
    page: str
    mailing_list: MailingList | None = None
    test: bool = False

    @cached_property
    def shown(self) -> showing.Shown:
        return showing.as_sent(self.content)

    @property
    def subject(self) -> str:
        said = self.content.subject
        return _("[Test] %(subject)s") % {"subject": said} if self.test else said

    @property
    def authors(self) -> list[Credit]:
        """Who signs it; a series that signs itself stands above already."""
        return [credit for credit in signing(self.content) if credit.kind != "series"]

    @property
    def publisher(self) -> str:
        """Who answers for it."""
        return self.site.publisher or self.site.name_in()

    @property
    def why(self) -> str:
        """Why the reader gets it."""
        name = self.mailing_list.name_in() if self.mailing_list else self.content.series.name_in()
        return _("You get this because you subscribed to “%(list)s”.") % {"list": name}

    @property
    def counts(self) -> str:
        """That clicks are counted, where they are."""
        if not self.mailing_list or not self.mailing_list.counts_clicks:
            return ""
        return _("We count how often each link is followed in all, but not by whom.")

    @property
    def unsubscribe(self) -> str:
        return absolute(f"/unsubscribe/{UNSUBSCRIBE}/")

    @property
    def preferences(self) -> str:
        return absolute(f"/preferences/{PREFERENCES}/")

    def byline_of(self, item: Item) -> str:
        """Who wrote `item`, unless it is the series itself."""
        return "" if item.byline == self.content.series.name_in(item.language) else item.byline


def direction(language: str) -> str:
    """“rtl” for a language that is written from right to left, else “ltr”."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:  # not one of Django's
        return "ltr"
