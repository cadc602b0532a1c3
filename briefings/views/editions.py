"""Editions as they were sent: the page of one, and all of a series."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from briefings import canonical, epoch, structured_data
from briefings.bylines import signing
from briefings.caching import public
from briefings.editions import showing
from briefings.editions.content import EditionContent
from briefings.models import SentEdition, Series

A_PAGE, NEWEST = 50, 3
_LISTED = ("number", "date", "subject", "language")


@require_safe
@public
def show(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """What was sent, with corrections made since."""
    sent = get_object_or_404(SentEdition.objects.select_related("series"), series__slug=slug, date=day)
    says = EditionContent.from_json(sent.content)
    shown = showing.shown(says, showing.since(says, sent.sent_at))
    around = {"corrections": list(sent.corrections.all()), **_neighbours(sent)}
    return _page(request, sent, shown, around)


@require_safe
@public
def of_series(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edition of a series, newest first; 404 where there is none."""
    series = get_object_or_404(Series, slug=slug)
    pages = Paginator(_of(series), A_PAGE)
    number = request.GET.get("page", "1")
    known = number.isascii() and number.isdecimal() and 1 <= int(number[:9]) <= pages.num_pages
    if not pages.count or not known:
        raise Http404
    context = {
        "series": series,
        "page": pages.page(int(number)),
        "canonical": canonical.absolute(request.path),
    }
    return render(request, "briefings/editions.html", context)


def preview(request: HttpRequest, sent: SentEdition) -> HttpResponse:
    """The page that an unsaved `sent` (`editions.sending.row_of`) would have, with nothing that hangs on a saved row."""
    shown = showing.as_sent(EditionContent.from_json(sent.content))
    return _page(request, sent, shown, {}, preview=True)


def newest(series: Series) -> list[SentEdition]:
    """The last few editions for the page of the series; kept for the epoch."""
    return epoch.remember(("editions", series.pk), lambda: list(_of(series)[:NEWEST]))


def _of(series: Series) -> QuerySet[SentEdition]:
    return SentEdition.objects.filter(series=series).newest_first().only(*_LISTED)


def _neighbours(sent: SentEdition) -> dict[str, SentEdition]:
    """The editions before and after. One query."""
    before = _of(sent.series).filter(date__lt=sent.date).order_by("-date")[:1]
    after = _of(sent.series).filter(date__gt=sent.date).order_by("date")[:1]
    return {"previous" if other.date < sent.date else "next": other for other in before.union(after)}


def _page(
    request: HttpRequest, sent: SentEdition, shown: showing.Shown, around: dict, *, preview: bool = False
) -> HttpResponse:
    says = shown.says
    address = canonical.absolute(sent.get_absolute_url())
    authors = [credit for credit in signing(says) if credit.kind != "series"]
    context = {
        "sent": sent,
        "series": sent.series,
        "says": says,
        "shown": shown,
        "around": around,
        "authors": authors,
        "canonical": address,
        "description": says.preheader or ", ".join(item.title for item in says.items),
        "structured_data": structured_data.script(structured_data.of_edition(sent, says, request.site)),
        "preview": preview,
    }
    return render(request, "briefings/edition.html", context)
