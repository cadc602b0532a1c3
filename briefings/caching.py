"""Marks a view's answers as public: the same for every visitor of one language, good until something is published.

The project's page cache keeps them, keyed by the content epoch; browsers and CDNs get headers they can use. A
browser always asks again (a conditional request is cheap), a CDN may hold a page for `SHARED_SECONDS`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

SHARED_SECONDS = 30


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view whose GET answer depends on nothing but its address and the interface language."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and not response.streaming:
            response.public = True
            response.headers.setdefault(
                "Cache-Control", f"public, max-age=0, s-maxage={SHARED_SECONDS}, must-revalidate"
            )
            response.headers.setdefault("ETag", etag(response.content))
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response

    return wrapper


def etag(content: bytes) -> str:
    """A weak validator (RFC 9110 §8.8.3): compressed and plain forms of one page are the same page."""
    return f'W/"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
