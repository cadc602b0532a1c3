"""The archive: everything, by year and month, and by kind. `page` is the one way that listings are answered."""

from __future__ import annotations

from django.db.models import Count
from django.db.models.functions import ExtractMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefings import canonical
from briefings.caching import public
from briefings.listed import Listed
from briefings.listing import BadFilter, Listing, label_of, parse
from briefings.models import Kind, Publication
from briefings.reading import month_name


def page(
    request: HttpRequest,
    title: str,
    *,
    template: str = "briefings/listing.html",
    feed: str = "",
    lead: bool = False,
    context: dict | None = None,
    **fixed,
) -> HttpResponse:
    """A listing with `fixed` filters (see `listing.parse`); a helpful 400 where the visitor's own make no sense.

    `feed` is the URL name whose feeds belong to the page; with `lead` the newest piece stands large above the first
    page; `context` is added to the template's.
    """
    try:
        listing = Listing(parse(request.GET, **fixed))
        shown = {"listing": listing, "publications": listing.publications, "facets": listing.facets}
    except BadFilter as error:
        refused = {"title": title, "field": label_of(error.field), "message": error.message}
        return render(request, "briefings/bad_filter.html", refused, status=400)
    address = canonical.absolute(request.path)
    narrowed = bool(listing.active) or listing.sort != "newest" or request.GET.get("page_size")
    if lead and listing.page == 1 and not narrowed:
        shown |= _with_lead(listing.publications)
    context = {
        **shown,
        "title": title,
        "filters": listing.filters,
        "canonical": f"{address}?page={listing.page}" if listing.page > 1 else address,
        "narrowed": narrowed,
        "newest": listing.filters.query(sort="newest"),
        "oldest": listing.filters.query(sort="oldest"),
        "feeds": feeds_of(request.path) if feed else (),
        **(context or {}),
    }
    return render(request, template, context)


def _with_lead(publications: list[Listed]) -> dict:
    """The newest in the visitor's language (else the newest) as `lead`, and the others."""
    language = (get_language() or "").split("-")[0]
    own = (piece for piece in publications if piece.language.split("-")[0] == language)
    lead = next(own, None) or next(iter(publications), None)
    return {"lead": lead, "publications": [piece for piece in publications if piece is not lead]}


def feeds_of(path: str) -> tuple[tuple[str, str], ...]:
    """(media type, address) of the feeds of the page at `path`."""
    return (
        ("application/rss+xml", f"{path}feed.xml"),
        ("application/atom+xml", f"{path}atom.xml"),
        ("application/feed+json", f"{path}feed.json"),
    )


@require_safe
@public
def everything(request: HttpRequest) -> HttpResponse:
    """`/publications/`."""
    return page(request, _("Publications"), template="briefings/everything.html", feed="publications")


@require_safe
@public
def kind(request: HttpRequest, kind: Kind) -> HttpResponse:
    """`/briefings/`, `/papers/`…"""
    return page(request, kind.plural, feed=kind.listing, kind=kind.value)


@require_safe
@public
def year(request: HttpRequest, year: int) -> HttpResponse:
    """`/publications/2024/`, with its months; 404 for a year without publications."""
    title = _("Publications of %(year)s") % {"year": year} if year else _("Undated publications")
    months = _months(year)
    if not months and not Publication.objects.listed().filter(year=year).exists():
        raise Http404
    return page(
        request, title, template="briefings/dated.html", context={"year": year, "months": months}, year=year
    )


@require_safe
@public
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """`/publications/2024/5/`; 404 for a month without publications."""
    months = _months(year)
    if not any(number == month for number, _name, _count in months):
        raise Http404
    title = _("Publications of %(month)s") % {"month": month_name(year, month)}
    context = {"year": year, "month": month, "months": months}
    return page(request, title, template="briefings/dated.html", context=context, year=year, month=month)


def _months(year: int) -> list[tuple[int, str, int]]:
    """(number, name, publications) of the months of a year that have any."""
    found = (
        Publication.objects.listed()
        .filter(year=year)
        .exclude(published_at=None)
        .order_by()
        .values_list(ExtractMonth("published_at"))
        .annotate(n=Count("pk"))
        .order_by(ExtractMonth("published_at"))
    )
    return [(number, month_name(year, number, short=True), n) for number, n in found]
