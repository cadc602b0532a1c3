"""Pictures and documents that the site itself uses: on the front page, on pages, under editions."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from briefings.media_uses import IN_TEXT, Rows, Trace
from briefings.models import Image
from newsroom.models import FrontSlot, Page, SiteRecord

WITH_A_PIECE, IN_CLOSING = _("with a piece on it"), _("in the closing of newsletters")

TEXTS = [(Page.objects.all(), "body"), (SiteRecord.objects.all(), "newsletter_closing")]


def of_the_site(trace: Trace) -> Iterator[Rows]:
    """What of the site uses it (briefings/media_uses.py)."""
    if isinstance(trace.thing, Image):
        slots = FrontSlot.objects.filter(briefing__image=trace.thing)
    else:
        slots = FrontSlot.objects.filter(briefing__document_links__document=trace.thing)
    yield Rows(WITH_A_PIECE, slots, "briefing__title")
    yield Rows(IN_TEXT, Page.objects.filter(trace.within("body")), "title")
    closings = SiteRecord.objects.annotate(others=Cast("newsletter_closings", TextField()))
    said: Q = trace.within("newsletter_closing") | trace.within("others")
    yield Rows(IN_CLOSING, closings.filter(said), "name")
