"""Mailings for the tests of sending, frozen the way editions are."""

from __future__ import annotations

import threading

from subscriptions.host import absolute
from subscriptions.models import Delivery, Mailing, MailingList
from subscriptions.sending.engine import Engine
from subscriptions.sending.freezing import freeze
from subscriptions.sending.marks import PREFERENCES, UNSUBSCRIBE
from subscriptions.sending.words import Words
from tests.subscriptions.people import mailing_list, reader


def words(subject: str = "Yards return to profit", body: str = "Exports rose 4 percent in May.") -> Words:
    unsubscribe = absolute(f"/unsubscribe/{UNSUBSCRIBE}/")
    preferences = absolute(f"/preferences/{PREFERENCES}/")
    html = f'<p>{body}</p>\n<p><a href="{unsubscribe}">Leave</a> <a href="{preferences}">Change</a></p>'
    return Words(subject, html, f"{body}\n\n.\n.a dot\nLeave: {unsubscribe}\nChange: {preferences}\n")


def frozen(*emails: str, key: str = "edition-1", to: MailingList | None = None, **fields) -> Mailing:
    """A mailing that runs, to these people."""
    where = to or MailingList.objects.first() or mailing_list()
    for email in emails:
        reader(email, where)
    told = fields.pop("words", None) or {"en": words(), "ko": words("조선소", "오월 수출이 늘었다.")}
    return freeze(mailing_list=where, key=key, words=told, **fields)


def send(connections: int = 2) -> None:
    """What a process that sends does, until nothing is to be done now."""
    Engine(connections).run(threading.Event(), until_idle=True)


def states(mailing: Mailing) -> dict[str, str]:
    """The state of each delivery by its reader."""
    found = Delivery.objects.filter(mailing=mailing).order_by("pk")
    return dict(found.values_list("subscriber__email", "state"))
