"""Lists and subscribers for the tests, made the way they come about."""

from __future__ import annotations

from django.test import Client

from subscriptions.addresses import read
from subscriptions.confirming import confirm
from subscriptions.evidence import Evidence
from subscriptions.models import MailingList, Subscriber, Subscription
from subscriptions.signup import sign_up
from subscriptions.views import guards

EMAIL = "ana@example.org"


def mailing_list(slug: str = "weekly", **fields) -> MailingList:
    usual = {"name": f"The {slug.title()}", "promise": "What happened, once a week."}
    return MailingList.objects.create(slug=slug, **{**usual, **fields})


def reader(email: str = EMAIL, *lists: MailingList, **fields) -> Subscriber:
    """Somebody who signed up and confirmed."""
    lists = lists or (MailingList.objects.first() or mailing_list(),)
    subscriber = sign_up(read(email), lists, Evidence(language="en"), **fields)
    confirm(subscriber, [one.pk for one in lists], Evidence(language="en"))
    return subscriber


def form(email: str = EMAIL, *slugs: str, **fields) -> dict:
    """What a browser sends for the sign-up form a while after it was opened."""
    token = guards.form_token(0)
    return {"email": email, "lists": slugs or ("weekly",), "language": "en", "form": token, **fields}


def sign_up_by_form(client: Client, email: str = EMAIL, *slugs: str, **fields):
    return client.post("/subscribe/", form(email, *slugs, **fields))


def states(email: str = EMAIL) -> dict[str, str]:
    found = Subscription.objects.filter(subscriber__key=email.lower())
    return dict(found.values_list("mailing_list__slug", "state"))
