"""What stands before the views: no cookies, no cross-site forms, no keeping of pages that are one person's."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from subscriptions import tokens
from subscriptions.models import MailingList

QUICKEST = 1.5  # seconds from the page to its answer: people take longer


def personal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view whose address holds a token: nobody keeps it, indexes it or learns of it by a link.

    Django's protection against forged requests is off, because the token in the address is a secret that a forger does
    not know, and one that works in a second browser and without cookies.
    """

    @csrf_exempt
    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapper


def tell(request: HttpRequest, title: str, *paragraphs: str, status: int = 200, **more) -> HttpResponse:
    """A page of a few words. `more`: `links`, pairs of an address and what it is called; `warning`."""
    context = {"title": title, "paragraphs": paragraphs, **more}
    return render(request, "subscriptions/told.html", context, status=status)


def of_a_test(request: HttpRequest) -> HttpResponse:
    """Whatever a link of a test mail, or of a preview, asks for."""
    return tell(
        request,
        _("This was a test"),
        _("The link stood in a test of a mailing and belongs to nobody. Nothing has been changed."),
    )


def origin(request: HttpRequest) -> str:
    """The other site whose form this is (`https://www.example.org`), or "" for one of ours.

    Browsers say in Sec-Fetch-Site whether a form is the site's own, and in Origin whose it is; other programs say
    nothing, and could say anything: they are held up by the limits.
    """
    named = request.META.get("HTTP_ORIGIN", "").lower()
    said = request.META.get("HTTP_SEC_FETCH_SITE", "")
    if said in ("same-origin", "none") or (not said and not named):
        return ""
    if not said and urlsplit(named).netloc == request.get_host().lower():
        return ""
    return named or "null"


def form_token(now: float | None = None) -> str:
    """Goes into a form when it is made, so that `too_quick` can tell how long it was looked at."""
    return tokens.make(tokens.FORM, int(1000 * (time.time() if now is None else now)))


def too_quick(token: str) -> bool:
    """Whether a form came back sooner than people type, or without our mark."""
    try:
        (made,) = tokens.read(tokens.FORM, token)
    except (tokens.BadToken, ValueError):
        return True
    return time.time() - made / 1000 < QUICKEST


def embedded(token: str) -> MailingList | None:
    """The list whose form on another site carries this mark."""
    try:
        (slug,) = tokens.read(tokens.EMBED, token)
    except (tokens.BadToken, ValueError):
        return None
    return MailingList.objects.open().filter(slug=slug).first()
