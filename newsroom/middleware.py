"""The site's record on every request, and answers for old addresses."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.encoding import iri_to_uri
from django.utils.functional import SimpleLazyObject

from briefings import epoch
from briefings.models import Redirect
from newsroom import chrome
from newsroom.views import errors


class SiteMiddleware:
    """Gives each request `site`, which is how apps that know nothing of this project learn the site's name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if epoch.current() is None:  # each look is a query then, and many answers need none
            request.chrome = SimpleLazyObject(chrome.current)
            request.site = SimpleLazyObject(lambda: request.chrome.site)
        else:
            request.chrome = chrome.current()
            request.site = request.chrome.site
        return self.get_response(request)


class RedirectMiddleware:
    """Where nothing is found, looks for what used to stand there: leads on (301), or says that it is gone (410).

    Addresses of old systems that are told apart by a query (`/?p=12`) are looked up before the front page answers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/" and request.META.get("QUERY_STRING"):
            return self._old_query(request) or self.get_response(request)
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        return self._answer(request, request.META.get("QUERY_STRING", "")) or response

    def _old_query(self, request: HttpRequest) -> HttpResponse | None:
        found = Redirect.objects.filter(path=f"/?{request.META['QUERY_STRING']}").first()
        return HttpResponsePermanentRedirect(iri_to_uri(found.target)) if found and found.target else None

    def _answer(self, request: HttpRequest, query: str) -> HttpResponse | None:
        answer = Redirect.objects.answer(request.path, query)
        if answer is None or answer.target == request.path:
            return None
        if not answer.target:
            return errors.gone(request)
        keep = f"?{query}" if query and not answer.by_query and "?" not in answer.target else ""
        return HttpResponsePermanentRedirect(iri_to_uri(answer.target) + keep)
