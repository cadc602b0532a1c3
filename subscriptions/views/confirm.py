"""`/subscribe/confirm/<token>/`: looking changes nothing, because mail scanners look; the button confirms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from subscriptions import confirming, tasks, tokens
from subscriptions.evidence import Evidence
from subscriptions.host import host
from subscriptions.models import MailingList, State, Subscriber
from subscriptions.views.guards import personal, tell


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    try:
        (pk,) = tokens.read(tokens.CONFIRM, token)
    except tokens.Expired:
        return _over(request)
    except tokens.BadToken:
        return not_ours(request)
    subscriber = Subscriber.objects.filter(pk=pk).first()
    if subscriber is None:
        return _over(request)
    if request.method == "POST":
        evidence = Evidence.of(request, "/subscribe/confirm/")
        confirmed = confirming.confirm(subscriber, _chosen(request, subscriber), evidence)
        if confirmed:
            return _welcome(request, subscriber, confirmed)
    waiting = confirming.waiting(subscriber)
    if not waiting:
        return _done_before(request, subscriber)
    return render(request, "subscriptions/confirm.html", {"waiting": waiting, "email": subscriber.email})


def _chosen(request: HttpRequest, subscriber: Subscriber) -> list[int]:
    """Ids of the lists that were ticked; all that wait, where the page had nothing to tick."""
    if "choosing" not in request.POST and "lists" not in request.POST:
        return [one.mailing_list_id for one in confirming.waiting(subscriber)]
    return [int(pk) for pk in request.POST.getlist("lists") if pk.isdecimal() and len(pk) < 10]


def _welcome(request: HttpRequest, subscriber: Subscriber, confirmed: list[MailingList]) -> HttpResponse:
    for one in confirmed:
        if one.sends_welcome:
            tasks.once(
                tasks.send_welcome,
                f"welcome-{subscriber.pk}-{one.pk}",
                subscriber=subscriber.pk,
                mailing_list=one.pk,
            )
    latest = host().latest([one.slug for one in confirmed])
    context = {
        "lists": [{"list": one, "latest": latest.get(one.slug)} for one in confirmed],
        "email": subscriber.email,
        "preferences": preferences_of(subscriber),
    }
    return render(request, "subscriptions/confirmed.html", context)


def _done_before(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    on = subscriber.subscriptions.filter(state=State.ACTIVE).select_related("mailing_list")
    if not on:
        return tell(
            request,
            _("Nothing waits for confirmation"),
            _("You are on none of our lists at the moment. You can sign up again at any time."),
            links=[("/subscribe/", _("To the sign-up page"))],
        )
    return tell(
        request,
        _("You have confirmed already"),
        _("There is nothing left to do. You get:"),
        items=[one.mailing_list.name_in() for one in on],
        links=[(preferences_of(subscriber), _("Change your subscriptions"))],
    )


def preferences_of(subscriber: Subscriber) -> str:
    """The path of a subscriber's own page."""
    return f"/preferences/{tokens.make(tokens.PREFERENCES, subscriber.pk, subscriber.version)}/"


def not_ours(request: HttpRequest) -> HttpResponse:
    """A link that was cut off or is none of ours."""
    return tell(
        request,
        _("This link is not whole"),
        _(
            "Mail programs sometimes break long links in two. Copy all of it, to its end, into the address bar."
        ),
        links=[("/preferences/", _("Send me a new link")), ("/subscribe/", _("To the sign-up page"))],
        status=404,
    )


def _over(request: HttpRequest) -> HttpResponse:
    return tell(
        request,
        _("This link has expired"),
        _(
            "Sign-ups that nobody confirms are deleted after a week. Sign up again, and we send you a new link."
        ),
        links=[("/subscribe/", _("To the sign-up page"))],
        status=410,
    )
