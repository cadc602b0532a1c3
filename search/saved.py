"""Searches that somebody wants to hear about: saved with what they find, asked again for what is new since.

New is what has appeared since, whatever date it bears; owners of entries say when that was (`shown["appeared"]`). Looked
at are the newest by date: a thousand old pieces imported at once are no news.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from search.addresses import own
from search.models import SavedSearch
from search.querying.answers import TooSlow, answer
from search.querying.matching import NEWEST
from search.querying.showing import Hit
from search.views import asking
from search.views.parameters import LARGEST_PAGE, BadParameter, read, written

NAMED = 5  # new pieces whose titles are kept


def address_of(text: str) -> str:
    """The query string of a search given by its address or by the query string alone, without page and order.

    Raises BadParameter, also for an address of another site.
    """
    parts = own(text)
    if parts is None:
        raise BadParameter("q", _("This address is on another site."))
    query = parts.query if parts.query or parts.path.startswith("/") or parts.netloc else parts.path
    return written(read(QueryDict(query)), sort="relevance", page_size=20)


def check(query: str) -> None:
    """Ask as a reader would: whether a value of a filter exists is known only then. Raises BadParameter and TooSlow."""
    asking.ask(read(QueryDict(query)), counted=False)


def save(text: str) -> SavedSearch:
    """Keep the search at an address, with what it finds now as seen. Raises BadParameter and TooSlow."""
    saved = SavedSearch(query=address_of(text))
    _see(saved)
    saved.save()
    return saved


def news(saved: SavedSearch) -> list[Hit]:
    """What the search finds that has appeared since it was last seen, newest first. Raises TooSlow."""
    return [hit for hit, appeared in _newest(saved) if appeared > saved.seen_until]


def ask(saved: SavedSearch) -> None:
    """Keep with it what is new now, or that this takes too long."""
    try:
        hits = news(saved)
    except TooSlow:
        saved.found = {}
    else:
        pieces = [[hit.shown["url"], hit.shown["title"]] for hit in hits[:NAMED]]
        saved.found = {"number": len(hits), "pieces": pieces}
    saved.asked_at = timezone.now()
    saved.save(update_fields=["found", "asked_at"])


def see(saved: SavedSearch) -> None:
    """Take note that somebody has seen what it finds now. Raises TooSlow."""
    _see(saved)
    saved.save(update_fields=["seen_until", "found", "asked_at"])


def _see(saved: SavedSearch) -> None:
    saved.found, saved.asked_at = {"number": 0, "pieces": []}, timezone.now()
    # Not the present moment: what is being published right now bears an earlier one.
    saved.seen_until = max((appeared for _hit, appeared in _newest(saved)), default=saved.seen_until)


def _newest(saved: SavedSearch) -> Iterator[tuple[Hit, datetime]]:
    """The newest by date, each with when it appeared; what an older release has indexed does not tell and is old."""
    found = answer(read(QueryDict(f"{saved.query}&sort={NEWEST}&page_size={LARGEST_PAGE}")))
    if not found.relaxed:  # some of the words are a help on a page, and no news
        for hit in found.hits:
            if hit.shown.get("appeared"):
                yield hit, datetime.fromisoformat(hit.shown["appeared"])
