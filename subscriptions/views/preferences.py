"""`/preferences/<token>/`: what a subscriber gets, and how; `/preferences/`: have the link sent."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from subscriptions import addresses, limits, preferences, tasks, tokens
from subscriptions.evidence import Evidence, client_ip
from subscriptions.forms import DescriptionForm, LinkForm, PauseForm
from subscriptions.models import Subscriber
from subscriptions.views.confirm import not_ours
from subscriptions.views.guards import of_a_test, origin, personal, tell


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def show(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = owner(tokens.PREFERENCES, token)
    if subscriber is None:
        return stale(request, tokens.PREFERENCES, token)
    act = _ACTS.get(request.POST.get("do", "")) if request.method == "POST" else None
    if act is None:
        return _page(request, subscriber, done=request.GET.get("done", ""))
    answer = act(request, subscriber)
    return answer if answer is not None else HttpResponseRedirect(f"?done={request.POST['do']}")


def owner(purpose: str, token: str) -> Subscriber | None:
    """Whose token this is, unless it is not one, has expired, or was sent to a former address."""
    try:
        pk, version, *_more = tokens.read(purpose, token)
    except (tokens.BadToken, ValueError):
        return None
    return Subscriber.objects.filter(pk=pk, version=version).first()


def stale(request: HttpRequest, purpose: str, token: str) -> HttpResponse:
    """Says what is the matter with a token that has no owner."""
    try:
        if tokens.read(purpose, token)[:1] == [tokens.NOBODY]:
            return of_a_test(request)
    except tokens.Expired:
        pass
    except tokens.BadToken:
        return not_ours(request)
    return tell(
        request,
        _("This link is no longer good"),
        _(
            "It has expired, or it was sent to an address that you have changed since. We can send you a new one."
        ),
        links=[("/preferences/", _("Send me a new link"))],
        status=410,
    )


def _page(
    request: HttpRequest, subscriber: Subscriber, *, done: str = "", moving: LinkForm | None = None
) -> HttpResponse:
    now = preferences.active(subscriber)
    lists = [{"list": one, "on": one.pk in now} for one in preferences.choices(subscriber)]
    kept = {"name": subscriber.name, "language": subscriber.language}
    context = {
        "subscriber": subscriber,
        "lists": [one for one in lists if one["on"] or one["list"].is_open],
        "pauses": preferences.PAUSES,
        "description": DescriptionForm(initial=kept),
        "moving": moving or LinkForm(),
        "done": done if done in _ACTS else "",
    }
    return render(request, "subscriptions/preferences.html", context)


def _lists(request: HttpRequest, subscriber: Subscriber) -> None:
    wanted = [int(pk) for pk in request.POST.getlist("lists") if pk.isdecimal() and len(pk) < 10]
    for one in preferences.choose(subscriber, wanted, _evidence(request)):
        if one.sends_welcome:
            lock = f"welcome-{subscriber.pk}-{one.pk}"
            tasks.once(tasks.send_welcome, lock, subscriber=subscriber.pk, mailing_list=one.pk)


def _pause(request: HttpRequest, subscriber: Subscriber) -> None:
    form = PauseForm(request.POST)
    if form.is_valid():
        preferences.pause(subscriber, form.cleaned_data["days"], _evidence(request))


def _describe(request: HttpRequest, subscriber: Subscriber) -> None:
    form = DescriptionForm(request.POST)
    if form.is_valid():
        preferences.describe(
            subscriber, form.cleaned_data["name"], form.cleaned_data["language"], _evidence(request)
        )


def _address(request: HttpRequest, subscriber: Subscriber) -> HttpResponse | None:
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _page(request, subscriber, moving=form)
    email = addresses.mailable(form.cleaned_data["email"].email)
    if email.lower() != subscriber.key:
        tasks.once(
            tasks.ask_new_address,
            f"new-address-{subscriber.pk}",
            subscriber=subscriber.pk,
            version=subscriber.version,
            email=email,
        )
    return None


def _link(what: str) -> Callable[[HttpRequest, Subscriber], None]:
    """These two need a fresh link: a mail forwarded to a friend must not let the friend erase or export."""

    def send(request: HttpRequest, subscriber: Subscriber) -> None:
        tasks.once(tasks.send_link, f"{what}-{subscriber.pk}", subscriber=subscriber.pk, what=what)

    return send


_ACTS: dict[str, Callable[[HttpRequest, Subscriber], HttpResponse | None]] = {
    "lists": _lists,
    "pause": _pause,
    "description": _describe,
    "address": _address,
    "data": _link("data"),
    "erase": _link("erase"),
}


def _evidence(request: HttpRequest) -> Evidence:
    return Evidence.of(request, "/preferences/")


@csrf_exempt  # no cookies; a forged request could do no more than send somebody a link of their own, three a day
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """`/preferences/`: the same answer whether the address is known or not."""
    form = LinkForm(request.POST or None)
    if request.method != "POST" or not form.is_valid() or origin(request):
        return render(request, "subscriptions/ask.html", {"form": form})
    address = form.cleaned_data["email"]
    try:
        limits.signing_up(client_ip(request), address)
    except limits.TooMuch:
        notice = _("Too many links were asked for just now. Please try again in an hour.")
        return render(request, "subscriptions/ask.html", {"form": form, "notice": notice}, status=429)
    subscriber = Subscriber.objects.filter(key=address.key).first()
    if subscriber:
        tasks.once(
            tasks.send_link, f"preferences-{subscriber.pk}", subscriber=subscriber.pk, what="preferences"
        )
    return tell(
        request,
        _("Look into your mailbox"),
        _("If %(email)s is on one of our lists, a link is on its way there.") % {"email": address.email},
    )
