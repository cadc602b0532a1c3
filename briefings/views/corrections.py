"""The page of every correction, newest first, and of what was retracted."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from briefings.caching import public
from briefings.models import Publication, PublishedCorrection

PAGE_SIZE = 50


@require_safe
@public
def all_corrections(request: HttpRequest) -> HttpResponse:
    """A page of corrections; retracted pieces stand above the first one."""
    corrections = PublishedCorrection.objects.select_related("publication").defer(
        "publication__content", "publication__text", "publication__card"
    )
    pages = Paginator(corrections.order_by("-made_at", "-pk"), PAGE_SIZE)
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and 1 <= int(number[:9]) <= pages.num_pages):
        raise Http404
    page = pages.page(int(number))
    retracted = Publication.objects.filter(retracted=True).newest_first().cards() if page.number == 1 else []
    return render(request, "briefings/corrections.html", {"page": page, "retracted": retracted})
