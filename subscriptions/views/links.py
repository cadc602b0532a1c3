"""`/l/<code>/`: a link of a mailing whose clicks are counted.

The one address where GET changes something: a link in a mail cannot be followed in another way, and what changes is a
number that concerns nobody. There is no cookie, nothing of the request is kept, and it leads nowhere but to where the
frozen mail led, so that nobody can use it to lead people elsewhere.
"""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from subscriptions.sending import links
from subscriptions.views.guards import personal

# Programs that look at links on their own account: those who protect mailboxes, make previews, or crawl.
_PROGRAMS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|scan|preview|prefetch|headless|monitor|validator|fetch|http-?client|libwww"
    r"|curl/|wget/|python|java/|okhttp|axios|perl|ruby|php/|facebookexternalhit|whatsapp|telegram|skypeuri|kakaotalk-scrap"
    r"|barracuda|mimecast|proofpoint|symantec|trend ?micro|forcepoint|ironport|safelinks|urldefense|google-?safety",
    re.IGNORECASE,
)
_AHEAD = (
    "HTTP_PURPOSE",
    "HTTP_SEC_PURPOSE",
    "HTTP_X_PURPOSE",
    "HTTP_X_MOZ",
)  # fetched before anybody pressed


@require_safe
@personal
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Lead on (302), and add one where a person seems to have pressed it."""
    url = links.follow(code, count=_is_a_click(request))
    if url is None:
        raise Http404
    return HttpResponseRedirect(url)


def _is_a_click(request: HttpRequest) -> bool:
    """As far as a request tells: scanners that pass themselves off as browsers are counted."""
    said, browser = request.META, request.META.get("HTTP_USER_AGENT", "")
    return (
        request.method == "GET"
        and bool(browser)
        and not _PROGRAMS.search(browser)
        and not any(said.get(name) for name in _AHEAD)
        and said.get("HTTP_SEC_FETCH_DEST", "document") == "document"
    )
