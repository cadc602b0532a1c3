"""Behind links that were sent just now: fetch one's data, be erased, take on a new address."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from subscriptions import addresses, erasing, exporting, preferences, tasks, tokens
from subscriptions.evidence import Evidence, record
from subscriptions.models import Kind
from subscriptions.views.confirm import preferences_of
from subscriptions.views.guards import personal, tell
from subscriptions.views.preferences import owner, stale


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def data(request: HttpRequest, token: str) -> HttpResponse:
    """`/preferences/data/<token>/`: GDPR Art. 15 and 20, as JSON."""
    subscriber = owner(tokens.DATA, token)
    if subscriber is None:
        return stale(request, tokens.DATA, token)
    if request.method != "POST":
        return render(request, "subscriptions/data.html", {"subscriber": subscriber})
    record(subscriber, Kind.EXPORTED, Evidence.of(request, "/preferences/data/"))
    response = JsonResponse(
        exporting.of_one(subscriber), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """`/preferences/erase/<token>/`."""
    subscriber = owner(tokens.ERASE, token)
    if subscriber is None:
        return stale(request, tokens.ERASE, token)
    if request.method != "POST":
        return render(request, "subscriptions/erase.html", {"subscriber": subscriber})
    erasing.erase(subscriber)
    return tell(
        request,
        _("You have been erased"),
        _(
            "We keep nothing but a code that cannot be read back, so that no old list brings your address in again."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def address(request: HttpRequest, token: str) -> HttpResponse:
    """`/preferences/address/<token>/`: the link was sent to the address that is to be used."""
    subscriber = owner(tokens.ADDRESS, token)
    if subscriber is None:
        return stale(request, tokens.ADDRESS, token)
    _pk, _version, email = tokens.read(tokens.ADDRESS, token)
    if request.method != "POST":
        return render(request, "subscriptions/address.html", {"email": email})
    try:
        former = preferences.move(
            subscriber, addresses.read(email), Evidence.of(request, "/preferences/address/")
        )
    except (preferences.Taken, ValidationError):
        return tell(
            request,
            _("This address is on our lists already"),
            _("Change its subscriptions by a link of its own, and leave the lists with the other one."),
            links=[("/preferences/", _("Send me a new link"))],
            status=409,
        )
    subscriber.refresh_from_db()
    tasks.once(
        tasks.tell_former_address,
        f"former-address-{subscriber.pk}-{subscriber.version}",
        subscriber=subscriber.pk,
        version=subscriber.version,
        email=former,
    )
    return tell(
        request,
        _("Your address has been changed"),
        _("From now on our mail goes to %(email)s.") % {"email": subscriber.email},
        links=[(preferences_of(subscriber), _("Change your subscriptions"))],
    )
