"""`/unsubscribe/<token>/`: one button, or one click in a mail program (RFC 8058); afterwards a way back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from subscriptions import tokens, unsubscribing
from subscriptions.evidence import Evidence
from subscriptions.forms import ReasonForm
from subscriptions.models import MailingList, State, Subscriber
from subscriptions.views.confirm import not_ours, preferences_of
from subscriptions.views.guards import of_a_test, personal, tell


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A POST acts, whoever sends it and whatever is in it: the token says everything, and works for ever."""
    try:
        pk, list_pk = tokens.read(tokens.UNSUBSCRIBE, token)
    except (tokens.BadToken, ValueError):
        return not_ours(request)
    if pk == tokens.NOBODY:
        return of_a_test(request)
    subscriber, where = (
        Subscriber.objects.filter(pk=pk).first(),
        MailingList.objects.filter(pk=list_pk).first(),
    )
    if subscriber is None or where is None:  # erased since: all the more off the list
        return tell(request, _("You are not on this list"), _("Nothing will be sent to you."))
    if request.method == "POST":
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"
        return _leave(request, subscriber, where, "one-click" if one_click else "/unsubscribe/")
    on = subscriber.subscriptions.filter(mailing_list=where).exclude(state=State.LEFT).exists()
    context = {"list": where, "on": on, "email": subscriber.masked}
    return render(request, "subscriptions/unsubscribe.html", context)


def _leave(request: HttpRequest, subscriber: Subscriber, where: MailingList, place: str) -> HttpResponse:
    event = unsubscribing.leave(subscriber, where, Evidence.of(request, place))
    context = {
        "list": where,
        "undo": tokens.make(tokens.UNDO, subscriber.pk, where.pk, event.pk) if event else "",
        "form": ReasonForm(),
        "others": subscriber.subscriptions.filter(state=State.ACTIVE).exists(),
        "preferences": preferences_of(subscriber),
    }
    return render(request, "subscriptions/unsubscribed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """`/unsubscribe/undo/<token>/`."""
    found = _leaving(token)
    if found is None:
        return _too_late(request)
    subscriber, where, event = found
    if request.method != "POST":
        return render(request, "subscriptions/undo.html", {"list": where})
    if not unsubscribing.undo(subscriber, where, event, Evidence.of(request, "/unsubscribe/undo/")):
        return _too_late(request)
    return tell(
        request,
        _("You are on the list again"),
        _("You get “%(list)s” as before.") % {"list": where.name_in()},
        links=[(preferences_of(subscriber), _("Change your subscriptions"))],
    )


@require_http_methods(["POST"])
@personal
def reason(request: HttpRequest, token: str) -> HttpResponse:
    """`/unsubscribe/reason/<token>/`: why, if one likes to say so."""
    found, form = _leaving(token), ReasonForm(request.POST)
    if found and form.is_valid():
        subscriber, where, _event = found
        said = ": ".join(filter(None, [form.cleaned_data["reason"], form.cleaned_data["words"]]))
        unsubscribing.give_reason(subscriber, where, said, Evidence.of(request, "/unsubscribe/reason/"))
    return tell(request, _("Thank you"), _("You are off the list. All the best."))


def _leaving(token: str) -> tuple[Subscriber, MailingList, int] | None:
    try:
        pk, list_pk, event = tokens.read(tokens.UNDO, token)
    except (tokens.BadToken, ValueError):
        return None
    subscriber, where = (
        Subscriber.objects.filter(pk=pk).first(),
        MailingList.objects.filter(pk=list_pk).first(),
    )
    return (subscriber, where, event) if subscriber and where else None


def _too_late(request: HttpRequest) -> HttpResponse:
    return tell(
        request,
        _("This cannot be undone any more"),
        _("Sign up again, and you are back as soon as you have confirmed."),
        links=[("/subscribe/", _("To the sign-up page"))],
        status=410,
    )
