"""Mails with a link that opens something of a subscriber's own, for that subscriber only."""

from __future__ import annotations

from django.utils.translation import gettext as _

from subscriptions import tokens
from subscriptions.mails.message import link, preferences, send
from subscriptions.models import Subscriber


def already_subscribed(subscriber: Subscriber) -> None:
    """To somebody who signs up for what they get already; the page said nothing of it."""
    lists = [one.mailing_list for one in subscriber.subscriptions.filter(state="active")]
    subject = _("You are already on the list")
    send("already_subscribed", subject, subscriber.email, lists=lists, url=preferences(subscriber))


def preferences_link(subscriber: Subscriber) -> None:
    send("preferences_link", _("Your subscriptions"), subscriber.email, url=preferences(subscriber))


def data_link(subscriber: Subscriber) -> None:
    token = tokens.make(tokens.DATA, subscriber.pk, subscriber.version)
    url, hours = link("preferences/data", token), _hours(tokens.DATA)
    send("data_link", _("Your data"), subscriber.email, url=url, hours=hours)


def erase_link(subscriber: Subscriber) -> None:
    token = tokens.make(tokens.ERASE, subscriber.pk, subscriber.version)
    url, hours = link("preferences/erase", token), _hours(tokens.ERASE)
    send("erase_link", _("Erase what we know of you"), subscriber.email, url=url, hours=hours)


def new_address(subscriber: Subscriber, email: str) -> None:
    """To the new address: is it yours?"""
    token = tokens.make(tokens.ADDRESS, subscriber.pk, subscriber.version, email)
    url, days = link("preferences/address", token), tokens.LASTS[tokens.ADDRESS].days
    send("new_address", _("Please confirm your new address"), email, url=url, days=days)


def former_address(subscriber: Subscriber, email: str) -> None:
    """To the former address: mail goes elsewhere now; if that was not you, take it back."""
    token = tokens.make(tokens.ADDRESS, subscriber.pk, subscriber.version, email)
    url, days = link("preferences/address", token), tokens.LASTS[tokens.ADDRESS].days
    send("former_address", _("Your subscriptions have moved to another address"), email, url=url, days=days)


def _hours(purpose: str) -> int:
    return int(tokens.LASTS[purpose].total_seconds() // 3600)
