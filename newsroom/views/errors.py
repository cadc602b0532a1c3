"""Pages for what goes wrong: they say what happened and offer a way on."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _

from briefings.models import Publication

NEWEST = 4


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: a search for the words of the address, and the newest pieces."""
    return _helpful(request, 404, _("Page not found"), _("Nothing is published at this address."))


def gone(request: HttpRequest) -> HttpResponse:
    """410: it stood here and was withdrawn."""
    return _helpful(request, 410, _("Withdrawn"), _("What stood at this address has been withdrawn."))


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _helpful(request, 403, _("Not allowed"), _("You have no right to see this page."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400. The request itself cannot be trusted, so nothing of it is used and nothing is looked up."""
    return _plain(400, _("This request cannot be understood"), _("Please go back and try again."))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where a form came without its secret: mostly an old tab, or cookies switched off."""
    message = _(
        "The form was open for too long, or your browser keeps no cookies. Go back, reload and send it again."
    )
    return _plain(403, _("The form could not be accepted"), message)


def failed(request: HttpRequest) -> HttpResponse:
    """500. The database may be what failed: nothing is asked of it."""
    return _plain(
        500, _("Something went wrong here"), _("It is our fault and has been recorded. Please try again.")
    )


def _helpful(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    newest = list(Publication.objects.listed().cards().newest_first()[:NEWEST])
    context = {"title": title, "message": message, "words": _words(request.path), "newest": newest}
    return render(request, "newsroom/error.html", context, status=status)


def _plain(status: int, title: str, message: str) -> HttpResponse:
    context = {"title": title, "message": message, "styles": []}
    with suppress(ValueError):  # static files not collected: that may be the very error
        context["styles"] = [static(f"newsroom/{sheet}.css") for sheet in ("base", "layout", "components")]
    page = render_to_string("newsroom/plain_error.html", context)
    return HttpResponse(page, status=status)


def _words(path: str) -> str:
    """What the visitor was probably after: the words of the last part of the address."""
    last = unquote(path).rstrip("/").rpartition("/")[2]
    return " ".join(re.split(r"[\W_]+", last.rpartition(".")[0] or last)).strip()[:80]
