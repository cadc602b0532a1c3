"""Sitemaps over HTTP. Large ones are streamed and left out of the page cache."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from briefings import sitemaps
from briefings.caching import public
from briefings.models import Publication


@require_safe
@public
def index(request: HttpRequest) -> HttpResponse:
    others = [reverse("sitemap-hubs"), reverse("sitemap-pages")]
    return HttpResponse(sitemaps.index(others), content_type=sitemaps.MEDIA_TYPE)


@require_safe
def publications(request: HttpRequest, part: int) -> StreamingHttpResponse:
    """One part; not found beyond the last one."""
    first = (part - 1) * sitemaps.PART
    if part < 1 or not Publication.objects.listed().order_by("pk")[first : first + 1].exists():
        raise Http404
    return _streamed(sitemaps.publications(part))


@require_safe
def hubs(request: HttpRequest) -> StreamingHttpResponse:
    return _streamed(sitemaps.hubs())


@require_safe
@public
def news(request: HttpRequest) -> HttpResponse:
    return HttpResponse(sitemaps.news(request.site.name_in("en")), content_type=sitemaps.MEDIA_TYPE)


def _streamed(lines) -> StreamingHttpResponse:
    return StreamingHttpResponse(lines, content_type=sitemaps.MEDIA_TYPE)
