"""The site's addresses and three ceilings beside them, under the same middleware."""

from __future__ import annotations

from functools import cache
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from briefings.models import Publication
from subscriptions.models import Wording


@cache
def page() -> bytes:
    """The bytes of the page that is measured, left in a file by the benchmark."""
    return (settings.DATA_DIR / "page.html").read_bytes()


def from_memory(request: HttpRequest) -> HttpResponse:
    """Ceiling of a cached page: the same bytes out of memory."""
    return HttpResponse(page())


def one_query(request: HttpRequest) -> HttpResponse:
    """Ceiling of an uncached page: one indexed query, then the same bytes."""
    Publication.objects.values_list("title").get(pk=request.GET["pk"])
    return from_memory(request)


@csrf_exempt
def one_row(request: HttpRequest) -> HttpResponse:
    """Ceiling of a form that stores something: one row, committed."""
    Wording.objects.create(digest=f"bench {uuid4()}", language="en", text=request.POST["n"])
    return HttpResponse("ok")


urlpatterns = [
    path("bench/write", one_row),
    path("bench/memory", from_memory),
    path("bench/query", one_query),
    path("", include("newsroom.urls")),
]
