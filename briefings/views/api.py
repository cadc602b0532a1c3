"""The public read-only API. Any page may call it from a browser: everything in it is public anyway."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefings import openapi, representation
from briefings.caching import public
from briefings.listing import BadFilter, Listing, parse
from briefings.models import Publication


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets scripts of other sites read the answer (CORS)."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return wrapper


@require_safe
@open_to_all
@public
def publications(request: HttpRequest) -> HttpResponse:
    """A page of publications, with the filters of `/publications/`."""
    try:
        listing = Listing(parse(request.GET))
    except BadFilter as problem:
        return _refused(problem.field, problem.message, 400)
    results = [representation.summary(publication) for publication in listing.publications]
    return _json(
        {
            "total": listing.total,
            "page": listing.page,
            "pages": listing.pages,
            "page_size": listing.filters.page_size,
            "next": _page(listing.next_query),
            "previous": _page(listing.previous_query),
            "results": results,
        }
    )


@require_safe
@open_to_all
@public
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """One publication in full, retracted ones included: they say so."""
    found = Publication.objects.filter(pk=pk).defer("text").first()
    if found is None:
        return _refused("id", _("There is no publication %(id)d.") % {"id": pk}, 404)
    return _json(representation.complete(found))


@require_safe
@open_to_all
@public
def description(request: HttpRequest) -> HttpResponse:
    """The API described in OpenAPI 3.1."""
    return _json(openapi.description(request.site.name_in(), settings.SITE_URL))


def _page(query: str | None) -> str | None:
    if query is None:
        return None
    address = reverse("api-publications")
    return f"{address}?{query}" if query else address


def _refused(field: str, message: str, status: int) -> HttpResponse:
    return _json({"error": {"field": field, "message": message}}, status)


def _json(value: dict, status: int = 200) -> HttpResponse:
    return HttpResponse(representation.as_text(value), status=status, content_type="application/json")
