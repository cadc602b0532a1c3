"""What the checks look at: the edition, what it says, and each of its texts with the page where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import NamedTuple

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from briefings.content import Part
from briefings.editions.content import EditionContent
from briefings.editions.preflight import pages
from briefings.models import Edition
from subscriptions.models import MailingList


class Text(NamedTuple):
    """A text of an edition: what an editor calls it, the text itself (`html`, or plain), its language, and where it is
    mended."""

    name: str
    language: str
    link: str
    html: str = ""
    said: str = ""

    @property
    def plain(self) -> str:
        return unescape(strip_tags(self.html.replace("<", " <"))) if self.html else self.said


@dataclass(frozen=True)
class Look:
    """`site` is the site's record."""

    edition: Edition
    content: EditionContent
    site: object

    @property
    def mailing_list(self) -> MailingList | None:
        """Where it goes: once it is scheduled, to the list that was approved."""
        return self.edition.mailing_list or self.edition.series.mailing_list

    @cached_property
    def texts(self) -> list[Text]:
        """Everything that editors and writers wrote."""
        says, edition = self.content, self.edition
        own = [
            Text(_("the subject"), says.language, pages.field(edition, "subject"), said=says.subject),
            Text(_("the preheader"), says.language, pages.field(edition, "preheader"), said=says.preheader),
            Text(_("the introduction"), says.language, pages.field(edition, "intro"), html=says.intro),
        ]
        closing = Text(_("the closing of newsletters"), says.language, pages.site(), html=says.closing)
        return [*own, *(text for item in says.items for text in self._of(item)), closing]

    def _of(self, item) -> list[Text]:
        name = _("“%(title)s”") % {"title": item.title}
        note = Text(_("the note above %(title)s") % {"title": name}, self.content.language,
                    pages.items(self.edition), said=item.note)  # fmt: skip
        page = pages.briefing(item.id)
        said = [Text(name, item.language, page, said=text) for text in (item.title, item.dek)]
        return [note, *said, *(self._part(name, item.language, page, part) for part in item.parts)]

    @staticmethod
    def _part(name: str, language: str, page: str, part: Part) -> Text:
        named = _("%(part)s in %(title)s") % {"part": part.heading, "title": name} if part.heading else name
        return Text(named, language, page, html=part.html)
