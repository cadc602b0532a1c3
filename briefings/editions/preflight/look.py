"""What the checks look at: the edition, what it says, and each of its texts with the page where it is mended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import NamedTuple

from django.db.models import BooleanField, Exists, Q, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from briefings.checks.addresses import broken_among, is_private
from briefings.content import Part
from briefings.editions.content import EditionContent
from briefings.editions.preflight import pages
from briefings.models import Briefing, Edition, SentEdition
from subscriptions.models import Mailing, MailingList
from subscriptions.sending.freezing import audience

_LINK = re.compile(r'<a\b(?:[^>"]|"[^"]*")*?\shref="([^"]*)"')


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

    @property
    def addresses(self) -> list[str]:
        """What it links to, each once."""
        return list(dict.fromkeys(map(unescape, _LINK.findall(self.html))))


class Facts(NamedTuple):
    """Whether the edition was sent before, whether anybody is on its list, and number and subject of the series' last
    other edition."""

    sent_before: bool
    has_readers: bool
    last_number: int | None = None
    last_subject: str = ""


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
    def pieces(self) -> dict[int, Briefing]:
        """What its items were written as; those that are public have `publication`."""
        ids = [item.id for item in self.content.items]
        rows = Briefing.objects.filter(pk__in=ids).select_related("publication")
        named = ("title", "embargoed_until", "publication__retracted")
        return {row.pk: row for row in rows.only(*named).order_by("embargoed_until", "pk")}

    @cached_property
    def facts(self) -> Facts:
        """Asked for at once."""
        pk, to = self.edition.pk, self.mailing_list
        sent = Exists(SentEdition.objects.filter(pk=pk)) | Exists(Mailing.objects.filter(key=f"edition-{pk}"))
        others = SentEdition.objects.filter(series=self.edition.series_id).exclude(pk=pk).newest_first()
        last = Subquery(others.values(said=JSONObject(last_number="number", last_subject="subject"))[:1])
        readers = Exists(audience(to)) if to else Value(False, BooleanField())
        rows = Edition.objects.filter(pk=pk).values_list(Q(sent), readers, last)
        sent_before, has_readers, said = rows.get()
        return Facts(sent_before, has_readers, **(said or {}))

    @cached_property
    def broken_links(self) -> set[str]:
        """Of the addresses in its texts."""
        addresses = (one for text in self.texts for one in text.addresses if not is_private(one))
        return broken_among(addresses, self.edition.get_absolute_url())

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
