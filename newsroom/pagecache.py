"""Whole public pages kept in the memory of each web process, keyed by the content epoch.

A publish anywhere moves the epoch on (briefings/epoch.py) and every page kept before is never looked at again: there
is nothing to purge. Only answers that a view marked with `briefings.caching.public`, that set no cookie, are kept.
While the epoch is unknown nothing is kept and nothing stale can be shown.
"""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language_from_request

from briefings import epoch

_MARKETING = ("utm_", "fbclid", "gclid", "mc_")  # added by mailers and networks; no page depends on them
_SAME_IN_304 = ("ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Location")  # RFC 9110 §15.4.5


@dataclass
class Kept:
    """An answer as it left the view."""

    headers: dict[str, str]
    body: bytes

    @cached_property
    def compressed(self) -> bytes:
        return gzip.compress(self.body, compresslevel=6, mtime=0)

    @property
    def size(self) -> int:
        return int(len(self.body) * 1.3) + 2000

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The kept page, or 304 where the visitor has it already."""
        if request.META.get("HTTP_IF_NONE_MATCH", "") == self.headers["ETag"]:
            return HttpResponseNotModified(
                headers={n: self.headers[n] for n in _SAME_IN_304 if n in self.headers}
            )
        zipped = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "") and len(self.body) > 500
        body = self.compressed if zipped else self.body
        response = HttpResponse(b"" if request.method == "HEAD" else body, headers=self.headers)
        response.headers["Content-Length"] = str(len(body))
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
        return response


class Pages:
    """Least recently used pages go first once `limit` bytes are kept. Safe for threads."""

    def __init__(self, limit: int):
        self._limit, self._size = limit, 0
        self._pages: OrderedDict[tuple, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple) -> Kept | None:
        with self._lock:
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: tuple, page: Kept) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._size += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self._size > self._limit:
                _key, gone = self._pages.popitem(last=False)
                self._size -= gone.size


class PageCacheMiddleware:
    """Answers from the kept pages, and keeps what views mark as public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.pages = Pages(settings.PAGE_CACHE_MEGABYTES * 1024 * 1024)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        now = epoch.current() if settings.PAGE_CACHE_MEGABYTES else None
        key = (now, *_address(request)) if now is not None else None
        kept = self.pages.get(key) if key else None
        if kept is None:
            response = self.get_response(request)
            if not getattr(response, "public", False) or response.cookies:
                return response
            if changed := epoch.changed_at():
                response.headers.setdefault("Last-Modified", http_date(changed.timestamp()))
            if key is None or request.method == "HEAD":
                return get_conditional_response(request, etag=response.headers["ETag"], response=response)
            kept = Kept(dict(response.headers), response.content)
            self.pages.keep(key, kept)
        return kept.answer(request)


def _address(request: HttpRequest) -> tuple[str, ...]:
    query = request.META.get("QUERY_STRING", "")
    if any(sign in query for sign in _MARKETING):
        kept = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not k.startswith(_MARKETING)]
        query = urlencode(kept)
    return request.get_host(), request.path, query, get_language_from_request(request)
