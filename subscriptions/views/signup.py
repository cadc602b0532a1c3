"""`/subscribe/`: the lists as cards, and the form; the same answer whoever the address belongs to."""

from __future__ import annotations

import logging

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from subscriptions import limits, tasks
from subscriptions.evidence import Evidence, client_ip
from subscriptions.forms import SignUpForm
from subscriptions.host import host
from subscriptions.models import MailingList, Visibility
from subscriptions.signup import sign_up
from subscriptions.views import guards

log = logging.getLogger(__name__)


@csrf_exempt  # forms stand on cached pages and on other sites, where no cookie can be; guards.py says what does instead
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    response = _take(request) if request.method == "POST" else _show(request)
    response.headers["Cache-Control"] = "no-store" if request.method == "POST" else "private, no-cache"
    return response


def _show(request: HttpRequest) -> HttpResponse:
    lists = list(MailingList.objects.open())
    public = [one for one in lists if one.visibility == Visibility.PUBLIC]
    wanted = request.GET.getlist("list") or ([public[0].slug] if len(public) == 1 else [])
    return _page(request, SignUpForm(initial={"lists": wanted, "language": get_language()}, offered=lists))


def _take(request: HttpRequest) -> HttpResponse:
    stranger = guards.origin(request)
    elsewhere = guards.embedded(request.POST.get("form", "")) if stranger else None
    if stranger and (elsewhere is None or stranger not in elsewhere.origins):
        return guards.tell(
            request,
            _("This form cannot be used from here"),
            _("Please sign up on our own page."),
            links=[("/subscribe/", _("To the sign-up page"))],
            status=403,
        )
    offered = [elsewhere] if elsewhere else list(MailingList.objects.open())
    if "choose" in request.POST and not request.POST.getlist("lists"):
        return _choose(request, offered)
    form = SignUpForm(request.POST, offered=offered)
    if not form.is_valid():
        return _page(request, form)
    if form.cleaned_data["website"]:
        log.info("A sign-up fell into the trap")
        return _sent(request, form)
    if not elsewhere and guards.too_quick(request.POST.get("form", "")):
        return _page(request, form, notice=_("That was very quick. Please press the button once more."))
    return _accept(request, form, stranger)


def _choose(request: HttpRequest, offered: list[MailingList]) -> HttpResponse:
    """From the short form at the foot of a page: it asks for the address only, the rest is asked for here."""
    typed = {"email": request.POST.get("email", "")[:254], "lists": [], "language": get_language()}
    form = SignUpForm(initial=typed, offered=offered)
    return _page(request, form, notice=_("Now choose what you want to read."))


def _accept(request: HttpRequest, form: SignUpForm, place: str) -> HttpResponse:
    said = form.cleaned_data
    try:
        limits.signing_up(client_ip(request), said["email"])
    except limits.TooMuch as used_up:
        if used_up.rule == limits.EVERYBODY:
            _alarm()
        notice = _("Very many sign-ups are coming in just now. Please try again in an hour.")
        return _page(request, form, notice=notice, status=429)
    evidence = Evidence.of(request, place or request.path)
    with transaction.atomic():  # a sign-up is stored with the job that answers it, or not at all
        subscriber = sign_up(
            said["email"], said["lists"], evidence, name=said["name"], language=said["language"]
        )
        tasks.once(tasks.answer_sign_up, f"sign-up-{subscriber.pk}", subscriber=subscriber.pk)
    return _sent(request, form)


def _alarm() -> None:
    if limits.alarm_due():
        log.error("The limit of sign-ups of everybody together is reached")
        tasks.once(tasks.sound_alarm, "sound-alarm")


def _page(request: HttpRequest, form: SignUpForm, *, notice: str = "", status: int = 200) -> HttpResponse:
    shown = [
        one for one in form.offered.values() if one.visibility == Visibility.PUBLIC or one.slug in form.chosen
    ]
    latest = host().latest([one.slug for one in shown])
    cards = [
        {"list": one, "latest": latest.get(one.slug), "chosen": one.slug in form.chosen} for one in shown
    ]
    context = {"form": form, "cards": cards, "notice": notice, "token": guards.form_token()}
    return render(request, "subscriptions/subscribe.html", context, status=status)


def _sent(request: HttpRequest, form: SignUpForm) -> HttpResponse:
    said = form.cleaned_data
    context = {"email": said["email"].email, "lists": said["lists"]}
    return render(request, "subscriptions/sent.html", context)
